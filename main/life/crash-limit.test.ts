import { expect, test } from 'vitest';
import { CrashLimit, crashWindowMilliseconds } from './crash-limit.ts';

test('the third crash in a minute stops reloading; old and forgiven crashes do not count', () => {
  let now = 0;
  const limit = new CrashLimit(() => now);
  expect([limit.crashed(), limit.crashed(), limit.crashed()]).toEqual([true, true, false]);
  limit.forgive();
  expect(limit.crashed()).toBe(true);
  now += crashWindowMilliseconds;
  expect([limit.crashed(), limit.crashed(), limit.crashed()]).toEqual([true, true, false]);
});
