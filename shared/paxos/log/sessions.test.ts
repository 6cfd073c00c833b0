import { expect, it } from 'vitest';
import { chained } from '../../wire/group-digest.ts';
import { noDigest } from '../model/entry.ts';
import { replicaId } from '../model/ids.ts';
import { sequenceOf } from '../model/sequence.ts';
import { Author, groupOf } from '../testing/groups.ts';
import { maxSessions, Sessions } from './sessions.ts';

it('admits each group of an origin once, in order', () => {
  const sessions = new Sessions();
  const author = new Author('a');
  const [first, second, third] = [author.group('1', '2'), author.group('3'), author.group('4')];
  expect([first, first, third, second, third].map((group) => sessions.admit(group))).toEqual([
    true,
    false,
    false,
    true,
    true,
  ]);
  expect(sessions.last(replicaId('a'))).toBe(4);
});

it('admits a group only directly after the one that its origin signed before it', () => {
  const sessions = new Sessions();
  const [one, other] = [new Author('a'), new Author('a')];
  sessions.admit(one.group('1'));
  other.group('another 1');
  expect(sessions.admit(other.group('2'))).toBe(false);
  expect(sessions.admit(one.group('2'))).toBe(true);
});

it('admits the first group of a later incarnation, without a predecessor, and none of an earlier one from then on', () => {
  const sessions = new Sessions();
  const [old, next] = [new Author('a'), new Author('a', sequenceOf(2, 1))];
  const [first, lost, later] = [old.group('1'), old.group('2'), next.group('3')];
  const skipping = new Author('a', sequenceOf(3, 2)).group('4');
  const order = [first, later, lost, first, skipping, later, next.group('5')];
  expect(order.map((group) => sessions.admit(group))).toEqual([true, true, false, false, false, false, true]);
  expect(sessions.last(replicaId('a'))).toBe(sequenceOf(2, 2));
});

it('admits no first group of an incarnation that names a predecessor', () => {
  const sessions = new Sessions();
  const first = new Author('a').group('1');
  sessions.admit(first);
  const draft = { origin: replicaId('a'), first: sequenceOf(1, 1), bodies: [new Uint8Array()] };
  const chainedOn = chained([draft], first.digest, () => Uint8Array.of(1));
  expect(chainedOn.map((group) => sessions.admit(group))).toEqual([false]);
});

it('bounds the number of origins; known origins continue', () => {
  const sessions = new Sessions();
  const author = new Author('r7');
  const first = author.group('1');
  sessions.replace(
    Array.from(
      { length: maxSessions },
      (_, at) => [replicaId(`r${at}`), 1, at === 7 ? first.digest : noDigest] as const,
    ),
  );
  expect(sessions.admit(groupOf('one-more', 1))).toBe(false);
  expect(sessions.admit(author.group('2'))).toBe(true);
  expect(sessions.entries()).toHaveLength(maxSessions);
});
