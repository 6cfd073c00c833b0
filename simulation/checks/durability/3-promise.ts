/** 3. A replica's promise never decreases, not even across a crash; it accepts only in the ballot that it promised. */

import type { DurableState, Status, Write } from '#shared/paxos/effects.ts';
import type { Envelope } from '#shared/paxos/messages.ts';
import {
  type Ballot,
  compareBallots,
  formatBallot,
  higherBallot,
  noBallot,
} from '#shared/paxos/model/ballot.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Check, Recovery } from '../check.ts';
import { Violation } from '../violation.ts';

const rule = '3 promise';

export class Promises implements Check {
  readonly coversEarlier = true;
  /** Written by the present incarnation, durable or not. */
  readonly #written = new Map<ReplicaId, Ballot>();
  /** The highest ballot in which each replica has sent a promise or an accept. */
  readonly #said = new Map<ReplicaId, Ballot>();

  succeeded({ id }: Recovery): Promises {
    const next = new Promises();
    next.#written.set(id, this.#written.get(id) ?? noBallot);
    next.#said.set(id, this.#said.get(id) ?? noBallot);
    return next;
  }

  booted(id: ReplicaId, state: DurableState | undefined, { promised }: Status): void {
    const stored = state?.promised ?? noBallot;
    const said = this.#said.get(id) ?? noBallot;
    if (compareBallots(promised, stored) < 0) {
      throw new Violation(
        rule,
        `${id} restarts with ${formatBallot(promised)}, its disk holds ${formatBallot(stored)}`,
      );
    }
    if (compareBallots(promised, said) < 0) {
      throw new Violation(
        rule,
        `${id} restarts with ${formatBallot(promised)} after saying ${formatBallot(said)}`,
      );
    }
    this.#written.set(id, stored);
  }

  wrote(id: ReplicaId, { promised, records }: Write): void {
    const before = this.#written.get(id) ?? noBallot;
    const after = promised ?? before;
    if (compareBallots(after, before) < 0) {
      throw new Violation(
        rule,
        `${id} lowers its promise from ${formatBallot(before)} to ${formatBallot(after)}`,
      );
    }
    this.#written.set(id, after);
    for (const { slot, ballot } of records) {
      // Learned entries are not accepted in a ballot.
      if (ballot.round === 0) continue;
      if (compareBallots(ballot, after) !== 0) {
        const promise = `having promised ${formatBallot(after)}`;
        throw new Violation(rule, `${id} accepts slot ${slot} in ${formatBallot(ballot)}, ${promise}`);
      }
    }
  }

  sent(id: ReplicaId, { message }: Envelope): void {
    if (message.type !== 'promise' && message.type !== 'accept') return;
    this.#said.set(id, higherBallot(this.#said.get(id) ?? noBallot, message.ballot));
  }
}
