import { expect, it } from 'vitest';
import { noDigest } from '../model/entry.ts';
import { replicaId } from '../model/ids.ts';
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
