import { expect, it } from 'vitest';
import { ManualClock } from '../../clock/testing/manual-clock.ts';
import { Attempts, maxIncoming, maxOutgoing, patienceMs } from './attempts.ts';

const [own, other] = [{}, {}];
const nothing = () => undefined;

it('gives each server, and each direction, its own slots', () => {
  const attempts = new Attempts(new ManualClock());
  for (let count = 0; count < maxOutgoing; count += 1) {
    expect(attempts.begin(own, 'outgoing', nothing)).toBeDefined();
  }
  expect(attempts.begin(own, 'outgoing', nothing)).toBeUndefined();
  expect(attempts.begin(other, 'outgoing', nothing)).toBeDefined();
  for (let count = 0; count < maxIncoming; count += 1) {
    expect(attempts.begin(own, 'incoming', nothing)).toBeDefined();
  }
  expect(attempts.begin(own, 'incoming', nothing)).toBeUndefined();
});

it('frees a slot when an attempt has ended', () => {
  const attempts = new Attempts(new ManualClock());
  const ends = Array.from({ length: maxOutgoing }, () => attempts.begin(own, 'outgoing', nothing));
  ends[3]?.();
  expect(attempts.begin(own, 'outgoing', nothing)).toBeDefined();
  expect(attempts.begin(own, 'outgoing', nothing)).toBeUndefined();
});

it('cancels the oldest attempt after its minimum time, and no other', async () => {
  const clock = new ManualClock();
  const attempts = new Attempts(clock);
  const given: number[] = [];
  for (let count = 0; count < maxOutgoing; count += 1) {
    attempts.begin(own, 'outgoing', () => given.push(count));
    await clock.advance(1);
  }
  await clock.advance(patienceMs - maxOutgoing);
  expect(attempts.begin(own, 'outgoing', nothing)).toBeDefined();
  expect(attempts.begin(own, 'outgoing', nothing)).toBeUndefined();
  expect(given).toEqual([0]);
});
