/** Hands leadership over at once to the most up-to-date voter, instead of waiting for an election timeout. */

import type { CatchUp } from '../catch-up/catch-up.ts';
import type { Context } from '../core/context.ts';
import type { Ballot } from '../model/ballot.ts';
import { fullVoters } from '../model/configuration.ts';
import type { Election } from './election.ts';
import type { Peers } from './peers.ts';

/** Rounds for which a replica does not stand after it handed leadership over. */
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

  /** Makes the most up-to-date linked voter that can lead take over from `ballot`; a voter that signs off only if all do. */
  handOver(ballot: Ballot): void {
    const { configuration } = this.#context;
    const able = configuration === undefined ? [] : fullVoters(configuration);
    const voters = able.filter((voter) => this.#peers.has(voter));
    const stay = voters.filter((voter) => !this.#peers.isLeaving(voter));
    const [successor] = (stay.length > 0 ? stay : voters).sort(
      (a, b) => this.#catchUp.knownTo(b) - this.#catchUp.knownTo(a),
    );
    this.#election.abstain(abstainRounds);
    if (successor !== undefined) this.#context.send(successor, { type: 'handover', ballot }, 'now');
  }
}
