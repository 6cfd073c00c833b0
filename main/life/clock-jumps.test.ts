import { expect, test, vi } from 'vitest';
import { checkMilliseconds, jumpMilliseconds, watchClock } from './clock-jumps.ts';

test('reports each forward jump of the wall clock once, and neither a delay nor a clock set back', () => {
  let now = 1000;
  let look = (): void => undefined;
  const jumped = vi.fn();
  watchClock({ now: () => now, every: (_, callback) => (look = callback) }, jumped);
  const pass = (milliseconds: number) => {
    now += milliseconds;
    look();
  };
  pass(checkMilliseconds);
  pass(checkMilliseconds + jumpMilliseconds - 1);
  pass(-3_600_000);
  pass(checkMilliseconds);
  expect(jumped).not.toHaveBeenCalled();
  pass(checkMilliseconds + jumpMilliseconds);
  pass(checkMilliseconds);
  expect(jumped).toHaveBeenCalledOnce();
});
