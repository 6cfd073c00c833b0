import { expect, it } from 'vitest';
import { replicaId } from '../model/ids.ts';
import { maxSessions, Sessions } from './sessions.ts';

const command = (origin: string, sequence: number) => ({
  origin: replicaId(origin),
  sequence,
  body: new Uint8Array(),
});

it('lets each command of an origin count once, in order', () => {
  const sessions = new Sessions();
  expect([1, 1, 3, 2].map((sequence) => sessions.admit(command('a', sequence)))).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

it('has a bound on origins; those that are known go on', () => {
  const sessions = new Sessions();
  sessions.replace(Array.from({ length: maxSessions }, (_, at) => [replicaId(`r${at}`), 1] as const));
  expect(sessions.admit(command('one-more', 1))).toBe(false);
  expect(sessions.admit(command('r7', 2))).toBe(true);
  expect(sessions.entries()).toHaveLength(maxSessions);
});
