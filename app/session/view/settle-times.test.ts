import { expect, test } from 'vitest';
import { maxMeasuredChanges, maxSettleTimes, SettleTimes, settleTimeLife } from './settle-times.ts';

function measured() {
  let now = 1000;
  const times = new SettleTimes({ now: () => now });
  let sequence = 0;
  return {
    times,
    settle(ms: number) {
      sequence += 1;
      times.submitted(sequence);
      now += ms;
      times.settled(sequence);
    },
  };
}

test('there is no median before the first change settled', () => {
  const { times } = measured();
  times.submitted(1);
  expect(times.medianMs()).toBeUndefined();
});

test('the median of an odd and of an even number of times', () => {
  const { times, settle } = measured();
  settle(30);
  settle(5);
  settle(9);
  expect(times.medianMs()).toBe(9);
  settle(11);
  expect(times.medianMs()).toBe(10);
});

test('old times make room for new ones', () => {
  const { times, settle } = measured();
  for (let count = 0; count < maxSettleTimes; count += 1) settle(1000);
  for (let count = 0; count < maxSettleTimes; count += 1) settle(4);
  expect(times.medianMs()).toBe(4);
});

test('a change of an earlier run settles without being counted', () => {
  const { times } = measured();
  times.settled(17);
  expect(times.medianMs()).toBeUndefined();
});

test('a clock that went back counts as no time at all', () => {
  let now = 50;
  const times = new SettleTimes({ now: () => now });
  times.submitted(1);
  now = 20;
  times.settled(1);
  expect(times.medianMs()).toBe(0);
});

test('changes submitted during a long outage are bounded', () => {
  let now = 0;
  const times = new SettleTimes({ now: () => now });
  for (let sequence = 1; sequence <= maxMeasuredChanges + 1; sequence += 1) times.submitted(sequence);
  now = 7;
  times.settled(maxMeasuredChanges + 1);
  expect(times.medianMs()).toBeUndefined();
  times.settled(1);
  expect(times.medianMs()).toBe(7);
});

test('measurements older than a minute do not count', () => {
  let now = 0;
  const times = new SettleTimes({ now: () => now });
  times.submitted(1);
  now = 1100;
  times.settled(1);
  expect(times.medianMs()).toBe(1100);
  now += settleTimeLife + 1;
  expect(times.medianMs()).toBeUndefined();
});
