import { expect, test } from 'vitest';
import { noBallot } from '../model/ballot.ts';
import type { Deeds } from '../model/deeds.ts';
import { replicaId, slot } from '../model/ids.ts';
import { maxMembersSeen } from './deeds.ts';
import { OwnDeeds } from './own-deeds.ts';

const [b, c] = [replicaId('b'), replicaId('c')];

const deeds = (round: number, through = 0): Deeds => ({
  ballot: round === 0 ? noBallot : { epoch: slot(1), round, replica: replicaId('a') },
  acceptedThrough: slot(through),
});

test('any peer may know of what the storage held at the start', () => {
  const own = new OwnDeeds();
  own.begin(deeds(3, 7));
  expect(own.explain(b, deeds(0))).toBe(true);
  expect(own.explain(b, deeds(3, 7))).toBe(true);
  expect(own.explain(b, deeds(4, 7))).toBe(false);
  expect(own.explain(b, deeds(3, 8))).toBe(false);
});

test('a peer may know of what it was sent since, and of nothing below or above that', () => {
  const own = new OwnDeeds();
  own.begin(deeds(3, 7));
  own.note(b, deeds(6, 10));
  own.note(b, deeds(5));
  own.note(b, deeds(6, 12));
  for (const known of [deeds(5), deeds(6), deeds(5, 10), deeds(6, 12)])
    expect(own.explain(b, known)).toBe(true);
  for (const unknown of [deeds(4), deeds(7), deeds(6, 9), deeds(6, 13)])
    expect(own.explain(b, unknown)).toBe(false);
});

test('a peer that was sent nothing cannot know of what another one was sent', () => {
  const own = new OwnDeeds();
  own.begin(deeds(3, 7));
  own.note(b, deeds(5, 9));
  expect(own.explain(c, deeds(5))).toBe(false);
  expect(own.explain(c, deeds(3, 9))).toBe(false);
});

test('any peer may know of the accepts that leaders have', () => {
  const own = new OwnDeeds();
  own.begin(deeds(3, 7));
  own.noteGathered(deeds(5, 9));
  own.noteGathered(deeds(6, 11));
  own.note(b, deeds(8));
  for (const known of [deeds(5, 9), deeds(6, 10), deeds(5, 11)]) expect(own.explain(c, known)).toBe(true);
  for (const unknown of [deeds(4), deeds(7), deeds(8), deeds(5, 8), deeds(5, 12)])
    expect(own.explain(c, unknown)).toBe(false);
  expect(own.explain(b, deeds(8, 11))).toBe(true);
});

test('beyond its bound of receivers, any peer may know of what was sent to any', () => {
  const own = new OwnDeeds();
  for (let member = 0; member < maxMembersSeen; member += 1) own.note(replicaId(`m-${member}`), deeds(5, 9));
  expect(own.explain(b, deeds(5, 9))).toBe(false);
  own.note(c, deeds(6, 10));
  expect(own.explain(b, deeds(5, 9))).toBe(true);
  expect(own.explain(b, deeds(6, 9))).toBe(false);
  expect(own.explain(c, deeds(6, 10))).toBe(true);
});
