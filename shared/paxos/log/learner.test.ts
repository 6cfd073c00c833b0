import { expect, it } from 'vitest';
import type { Ballot } from '../model/ballot.ts';
import { configuration } from '../model/configuration.ts';
import { noop } from '../model/entry.ts';
import { replicaId, slot } from '../model/ids.ts';
import { Learner } from './learner.ts';

const [a, b, c] = [replicaId('a'), replicaId('b'), replicaId('c')];
const inForce = { epoch: slot(5), configuration: configuration(1, [a, b, c]) };
const ballot = (epoch: number, round: number): Ballot => ({ epoch: slot(epoch), round, replica: a });
const at = slot(6);

it('chooses an entry that a majority of the voters accepted in one ballot', () => {
  const learner = new Learner();
  learner.noteProposal(at, ballot(5, 1), noop);
  learner.noteAccept(at, ballot(5, 1), a);
  learner.noteAccept(at, ballot(5, 1), replicaId('learner'));
  expect(learner.chosen(at, inForce)).toBeUndefined();
  learner.noteAccept(at, ballot(5, 1), c);
  expect(learner.chosen(at, inForce)).toEqual({ ballot: ballot(5, 1), entry: noop });
});

it('does not add up the accepts of two ballots', () => {
  const learner = new Learner();
  for (const [round, voter] of [
    [1, a],
    [2, b],
  ] as const) {
    learner.noteProposal(at, ballot(5, round), noop);
    learner.noteAccept(at, ballot(5, round), voter);
  }
  expect(learner.chosen(at, inForce)).toBeUndefined();
});

it('does not count proposals made under other voters: two of them could both have a majority', () => {
  const learner = new Learner();
  for (const round of [9, 10]) {
    learner.noteProposal(at, ballot(1, round), noop);
    for (const voter of [a, b]) learner.noteAccept(at, ballot(1, round), voter);
    expect(learner.chosen(at, inForce)).toBeUndefined();
  }
});

it('requires the entry, not only the votes', () => {
  const learner = new Learner();
  for (const voter of [a, b]) learner.noteAccept(at, ballot(5, 1), voter);
  expect(learner.chosen(at, inForce)).toBeUndefined();
  learner.noteProposal(at, ballot(5, 1), noop);
  expect(learner.chosen(at, inForce)).toBeDefined();
});
