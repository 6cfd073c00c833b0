/**
 * 26. A replica stops once a majority of the voters has reported another digest of one of its last states than its own.
 * One whose state is right does not stop for that, unless the only voter has a wrong one.
 *
 * Covers one run of one device, from the heartbeats that it received. The digests are compared here a second time, apart
 * from `shared/paxos/catch-up/checkpoints.ts`.
 */

import type { Event, Status } from '#shared/paxos/effects.ts';
import type { ReplicaId, Slot } from '#shared/paxos/model/ids.ts';
import { Violation } from '../violation.ts';

const rule = '26 divergence';

/** Digests of one replica that count, by their slots: the latest ones. */
const compared = 4;

type Digests = Map<Slot, Set<string>>;

export class DivergenceAccount {
  readonly #id: ReplicaId;
  readonly #own: Digests = new Map();
  readonly #heard = new Map<ReplicaId, Digests>();
  /** The voters by the knowledge before the present step, if the step brings a digest. */
  #votersBefore: readonly ReplicaId[] | undefined;
  #hasRecovered = false;

  constructor(id: ReplicaId) {
    this.#id = id;
  }

  /** `event` is about to be processed. @param status before it; most events need none, and it takes time. */
  steps(event: Event, status: () => Pick<Status, 'configuration' | 'generation'>): void {
    if (event.type === 'recover') this.#hasRecovered = true;
    if (event.type === 'link' && event.state === 'down') this.#heard.delete(event.peer);
    if (event.type !== 'digest' && !isReport(event)) return;
    const { configuration, generation } = status();
    if (this.#notes(event, generation)) this.#votersBefore = configuration?.voters;
  }

  /** The step is over. @throws Violation if the replica continues, and must not. */
  stepped(status: () => Pick<Status, 'configuration' | 'halted'>): void {
    const before = this.#votersBefore;
    this.#votersBefore = undefined;
    if (before === undefined) return;
    const { configuration, halted } = status();
    // While a recovery is being stored, reports of peers are dropped.
    if (halted !== undefined || this.#hasRecovered) return;
    // They may have changed in this step, before the report or after it.
    const voters = configuration?.voters ?? [];
    if (voters.join() !== before.join()) return;
    for (const [slot, own] of this.#own) {
      const others = voters.filter((voter) => differs(this.#heard.get(voter)?.get(slot), own));
      if (others.length * 2 <= voters.length) continue;
      throw new Violation(
        rule,
        `${this.#id} continues, although ${others.join()} have another state after slot ${slot}`,
      );
    }
  }

  #notes(event: Event, generation: number): boolean {
    if (event.type === 'digest') {
      note(this.#own, event.slot, event.digest);
      return true;
    }
    if (event.type !== 'receive' || event.message.generation !== generation) return false;
    const { from, message } = event;
    if (!('checkpoint' in message) || message.checkpoint === undefined) return false;
    const digests = this.#heard.get(from) ?? new Map<Slot, Set<string>>();
    this.#heard.set(from, digests);
    note(digests, message.checkpoint.slot, message.checkpoint.digest);
    return true;
  }
}

/** Whether `event` brings the digest of a peer. */
function isReport(event: Event): boolean {
  return event.type === 'receive' && 'checkpoint' in event.message && event.message.checkpoint !== undefined;
}

function note(digests: Digests, slot: Slot, digest: string): void {
  const known = digests.get(slot) ?? new Set();
  digests.set(slot, known.add(digest));
  for (const first of digests.keys()) {
    if (digests.size <= compared) return;
    digests.delete(first);
  }
}

/** Two reports of one slot, one of them late, prove nothing. */
function differs(reported: ReadonlySet<string> | undefined, own: ReadonlySet<string>): boolean {
  if (reported?.size !== 1 || own.size !== 1) return false;
  return [...reported].every((digest) => !own.has(digest));
}
