/** Counts protocol violations of peers, and decides when to report them: at once, and then ever more rarely. */

import { BoundedMap } from '#shared/collections/bounded-map.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { ReplicaNotice } from '../listener.ts';

/** Peers tracked, at most; the one with the oldest offence is evicted first. */
export const maxRememberedOffenders = 1_024;

interface Offender {
  /** Malformed frames. */
  readonly garbage: number;
  readonly overreached: boolean;
}

export class Offences {
  readonly #offenders = new BoundedMap<ReplicaId, Offender>(maxRememberedOffenders);

  /** A frame of `from` was malformed. A faulty peer must not flood the person with notices. */
  garbage(from: ReplicaId, problem: string): ReplicaNotice | undefined {
    const known = this.#of(from);
    const count = known.garbage + 1;
    this.#offenders.set(from, { ...known, garbage: count });
    return /^10*$/.test(String(count)) ? { type: 'garbage', from, problem, count } : undefined;
  }

  /** `from` has view access, and sent a message that needs more. Reported once. */
  overreach(from: ReplicaId): ReplicaNotice | undefined {
    const known = this.#of(from);
    this.#offenders.set(from, { ...known, overreached: true });
    return known.overreached ? undefined : { type: 'overreach', from };
  }

  #of(from: ReplicaId): Offender {
    return this.#offenders.get(from) ?? { garbage: 0, overreached: false };
  }
}
