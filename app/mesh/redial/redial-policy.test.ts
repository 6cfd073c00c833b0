import { expect, test } from 'vitest';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { ManualClock } from '../../clock/testing/manual-clock.ts';
import { seededBytes } from '../testing/seeded-bytes.ts';
import { maxOffences, penaltyMs, RedialPolicy, reconnectLimits } from './redial-policy.ts';

const lost = { type: 'lost', why: 'silence' } as const;
const garbage = { type: 'garbage', why: 'noise' } as const;
const copy = { type: 'copy', peer: { replica: replicaId('b'), name: 'Bea', access: 'edit' } } as const;

function start() {
  const clock = new ManualClock();
  const dialled: number[] = [];
  const policy = new RedialPolicy(clock, seededBytes(1));
  return {
    clock,
    dialled,
    policy,
    schedule: (ms: number) => policy.schedule(ms, () => dialled.push(clock.now())),
  };
}

test('waits grow with each loss up to the longest, and start again after a reset', () => {
  const { policy } = start();
  const waits = Array.from({ length: 8 }, () => policy.ended(lost));
  expect(waits[0]).toBeLessThanOrEqual(reconnectLimits.firstMs);
  expect(waits.at(-1)).toBeGreaterThanOrEqual(reconnectLimits.longestMs / 2);
  policy.resetBackoff();
  expect(policy.ended(lost)).toBeLessThanOrEqual(reconnectLimits.firstMs);
});

test('dials at once without a wait', () => {
  const it = start();
  it.schedule(0);
  expect(it.dialled).toEqual([0]);
  expect(it.policy.isScheduled).toBe(false);
});

test('a later retry replaces the pending one, and a cancelled one does not dial', async () => {
  const it = start();
  it.schedule(100);
  it.schedule(300);
  expect(it.policy.isScheduled).toBe(true);
  await it.clock.advance(1000);
  expect(it.dialled).toEqual([300]);
  it.schedule(100);
  it.policy.cancel();
  await it.clock.advance(1000);
  expect(it.dialled).toEqual([300]);
  expect(it.clock.pending).toBe(0);
});

test(`a peer gets a penalty at its fault number ${maxOffences}, and no retry is earlier`, async () => {
  const it = start();
  for (let count = 1; count < maxOffences; count += 1) it.policy.ended(garbage);
  expect(it.policy.isUnderPenalty).toBe(false);
  it.policy.ended(garbage);
  expect(it.policy.isUnderPenalty).toBe(true);
  it.policy.resetBackoff();
  it.schedule(0);
  await it.clock.advance(2 * penaltyMs);
  expect(it.dialled).toEqual([penaltyMs]);
  expect(it.policy.isUnderPenalty).toBe(false);
});

test('a fault that only a person can mend gets a penalty at once', () => {
  const { policy } = start();
  policy.ended(copy);
  expect(policy.isUnderPenalty).toBe(true);
});

test('forgiven faults do not count', () => {
  const { policy } = start();
  for (let count = 1; count < maxOffences; count += 1) policy.ended(garbage);
  policy.forgive();
  policy.ended(garbage);
  expect(policy.isUnderPenalty).toBe(false);
});
