/** What peers did that they should not, and when a person is told: at once, and then ever more rarely. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { DriverNotice } from './listener.ts';

/** Peers that are remembered, at most; who has long done nothing wrong is forgotten first. */
export const maxRememberedOffenders = 1_024;

interface Offender {
  /** Frames that could not be read. */
  readonly garbage: number;
  readonly overreached: boolean;
}

export class Offences {
  readonly #offenders = new Map<ReplicaId, Offender>();

  /** A frame of `from` could not be read. A peer gone mad must not flood a person. */
  garbage(from: ReplicaId, problem: string): DriverNotice | undefined {
    const known = this.#of(from);
    const count = known.garbage + 1;
    this.#remember(from, { ...known, garbage: count });
    return /^10*$/.test(String(count)) ? { type: 'garbage', from, problem, count } : undefined;
  }

  /** `from` may only view, and tried more. Told once. */
  overreach(from: ReplicaId): DriverNotice | undefined {
    const known = this.#of(from);
    this.#remember(from, { ...known, overreached: true });
    return known.overreached ? undefined : { type: 'overreach', from };
  }

  #of(from: ReplicaId): Offender {
    return this.#offenders.get(from) ?? { garbage: 0, overreached: false };
  }

  #remember(from: ReplicaId, offender: Offender): void {
    this.#offenders.delete(from);
    this.#offenders.set(from, offender);
    const [first] = this.#offenders.keys();
    if (this.#offenders.size > maxRememberedOffenders && first !== undefined) this.#offenders.delete(first);
  }
}
