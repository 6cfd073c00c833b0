import { expect, it } from 'vitest';
import { replicaId } from '../model/ids.ts';
import { ReplyTimes } from './reply-times.ts';

const peer = replicaId('b');

/** The patience after a reply to each round, so many ticks after its heartbeat. */
function patienceAfter(...replies: readonly number[]): number | undefined {
  const times = new ReplyTimes();
  for (const [round, ticks] of replies.entries()) {
    times.began(round, 10 * round);
    times.replied(peer, round, 10 * round + ticks);
  }
  return times.patience(peer, false);
}

it('is unknown before the first reply', () => {
  expect(patienceAfter()).toBeUndefined();
});

it('is a quarter of a second with a peer that replies at once', () => {
  expect(patienceAfter(0, 0, 0, 0)).toBe(5);
});

it('grows with the delay of the replies and with its variation', () => {
  const steady = patienceAfter(...Array.from({ length: 40 }, () => 6));
  const varying = patienceAfter(...Array.from({ length: 40 }, (_, round) => (round % 2) * 6));
  expect(steady).toBeGreaterThanOrEqual(4 + 6 + 1);
  expect(varying).toBeGreaterThanOrEqual(4 + 3 + 8);
});

it('forgets a slow start after some replies', () => {
  expect(patienceAfter(8, 0, 0, 0, 0, 0, 0, 0, 0)).toBeLessThanOrEqual(15);
});

it('is shorter with other evidence, and still longer than usual replies take', () => {
  const times = new ReplyTimes();
  for (let round = 0; round < 40; round += 1) {
    times.began(round, 10 * round);
    times.replied(peer, round, 10 * round + (round % 2) * 6);
  }
  const shorter = times.patience(peer, true);
  expect(shorter).toBeGreaterThan(6 + 3);
  expect(shorter).toBeLessThan(times.patience(peer, false) ?? 0);
});

it('is not shortened by the reply to a repeated heartbeat', () => {
  const times = new ReplyTimes();
  times.began(1, 0);
  times.replied(peer, 1, 3);
  const before = times.patience(peer, false);
  times.replied(peer, 1, 3);
  times.replied(peer, 0, 4);
  expect(times.patience(peer, false)).toBe(before);
});

it('is unknown again after the link closed', () => {
  const times = new ReplyTimes();
  times.began(1, 0);
  times.replied(peer, 1, 0);
  times.forget(peer);
  expect(times.patience(peer, false)).toBeUndefined();
});
