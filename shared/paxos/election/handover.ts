/** Leadership passes on at once: to the voter that knows most, in place of a wait for the silence of the old leader. */

import type { CatchUp } from '../catch-up/catch-up.ts';
import type { Context } from '../core/context.ts';
import type { Ballot } from '../model/ballot.ts';
import type { Election } from './election.ts';
import type { Peers } from './peers.ts';

/** Rounds that a replica stays out of the race after it handed leadership over. */
const abstainRounds = 4;

export class Handover {
  readonly #context: Context;
  readonly #election: Election;
  readonly #catchUp: CatchUp;
  readonly #peers: Peers;

  constructor(
    context: Context,
    parts: { readonly election: Election; readonly catchUp: CatchUp; readonly peers: Peers },
  ) {
    this.#context = context;
    this.#election = parts.election;
    this.#catchUp = parts.catchUp;
    this.#peers = parts.peers;
  }

  /** Asks the most up-to-date voter that is linked to take over from `ballot`; one that is about to go only if all are. */
  handOver(ballot: Ballot): void {
    const voters = this.#context.configuration?.voters.filter((voter) => this.#peers.has(voter)) ?? [];
    const stay = voters.filter((voter) => !this.#peers.isLeaving(voter));
    const [successor] = (stay.length > 0 ? stay : voters).sort(
      (a, b) => this.#catchUp.knownTo(b) - this.#catchUp.knownTo(a),
    );
    this.#election.abstain(abstainRounds);
    if (successor !== undefined) this.#context.send(successor, { type: 'handover', ballot }, 'now');
  }
}
