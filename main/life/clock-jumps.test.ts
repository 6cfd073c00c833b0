import { expect, test, vi } from 'vitest';
import { jumpMilliseconds, lookMilliseconds, watchClock } from './clock-jumps.ts';

test('reports a wall clock that jumps ahead, once; neither a delay nor a clock set back', () => {
  let now = 1000;
  let look = (): void => undefined;
  const jumped = vi.fn();
  watchClock({ now: () => now, every: (_, callback) => (look = callback) }, jumped);
  const pass = (milliseconds: number) => {
    now += milliseconds;
    look();
  };
  pass(lookMilliseconds);
  pass(lookMilliseconds + jumpMilliseconds - 1);
  pass(-3_600_000);
  pass(lookMilliseconds);
  expect(jumped).not.toHaveBeenCalled();
  pass(lookMilliseconds + jumpMilliseconds);
  pass(lookMilliseconds);
  expect(jumped).toHaveBeenCalledOnce();
});
