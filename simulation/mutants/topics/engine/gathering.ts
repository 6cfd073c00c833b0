/** Mistakes in the accepts that a leader gathers, and in its announcements. */

import { type Mutant, oneEdit } from '../../mutant.ts';

export const gatheringMutants: readonly Mutant[] = [
  oneEdit(
    'a gathered accept is sent before it is durable',
    'paxos/phases/voter.ts',
    "this.#context.send(ballot.replica, accept, 'afterWrites');",
    "this.#context.send(ballot.replica, accept, 'now');",
  ),
  oneEdit(
    'a gathered accept goes to nobody but its voter',
    'paxos/phases/voter.ts',
    "this.#context.send(ballot.replica, accept, 'afterWrites');",
    "this.#context.send(this.#context.id, accept, 'afterWrites');",
  ),
  oneEdit(
    'a leader announces a slot before a majority has accepted it',
    'paxos/phases/replication.ts',
    '      entries,\n      decidedThrough,\n      ...(gathers',
    '      entries,\n      decidedThrough: nextSlot(decidedThrough),\n      ...(gathers',
  ),
  oneEdit(
    'a leader reports gathered accepts through the slot that it proposes',
    'paxos/phases/replication.ts',
    'this.#voters.map((voter) => this.#progress.get(voter)?.accepted ?? noSlot)',
    'this.#voters.map((voter) => (this.#progress.get(voter)?.next ?? nextSlot(noSlot)) as Slot)',
  ),
  oneEdit(
    'a leader reports gathered accepts in another order than that of the voters',
    'paxos/phases/replication.ts',
    'this.#voters.map((voter) => this.#progress.get(voter)?.accepted ?? noSlot)',
    'this.#voters.toReversed().map((voter) => this.#progress.get(voter)?.accepted ?? noSlot)',
  ),
  oneEdit(
    'gathered accepts are read by the voters of another epoch',
    'paxos/election/deeds.ts',
    'ballot.epoch !== epoch || gathered.length !== voters.length',
    'epoch < 0',
  ),
  oneEdit(
    'a member ignores the accepts that a leader reports of others',
    'paxos/election/deeds.ts',
    'this.note(voter, { ballot, acceptedThrough });',
    'void 0;',
  ),
  oneEdit(
    'a replica does not expect that a leader reports its accepts',
    'paxos/election/own-deeds.ts',
    'include(this.#gathered, deeds);',
    '',
  ),
  oneEdit(
    'a leader announces in its ballot what another leader has decided',
    'paxos/phases/proposer.ts',
    "if (!own) return this.stepDown('decided by another leader');",
    'void own;',
  ),
  oneEdit(
    'a leader announces a decision only while it gathers accepts',
    'paxos/phases/replication.ts',
    'if (before < this.#gatheredThrough)',
    'if (before < this.#gatheredThrough && this.gathers(before))',
  ),
  oneEdit(
    'a leader does not announce the change of voters that ends its ballot',
    'paxos/phases/proposer.ts',
    '    this.#leadership?.announceDecided();\n    this.#leadership = undefined;',
    '    this.#leadership = undefined;',
  ),
  oneEdit(
    'a leader reports no accept that arrives after the decision',
    'paxos/phases/replication.ts',
    'if (this.#gatheredThrough > noSlot && tick % limits.heartbeatTicks === 0)',
    'if (this.#gatheredThrough > noSlot && tick < 0)',
  ),
];
