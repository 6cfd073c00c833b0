import { expect, test, vi } from 'vitest';
import { hiddenFlushMilliseconds, withNextFrame } from './pacing.ts';

function frames() {
  const drawn: (() => void)[] = [];
  const timers: { callback: () => void; milliseconds: number }[] = [];
  return {
    drawn,
    timers,
    source: {
      requestAnimationFrame: (callback: () => void) => drawn.push(callback),
      setTimeout: (callback: () => void, milliseconds: number) => timers.push({ callback, milliseconds }),
    },
  };
}

test('the frame flushes; the timer that follows does not do it again', () => {
  const { drawn, timers, source } = frames();
  const flush = vi.fn();
  withNextFrame(source)(flush);
  expect(flush).not.toHaveBeenCalled();
  drawn[0]?.();
  expect(flush).toHaveBeenCalledTimes(1);
  timers[0]?.callback();
  expect(flush).toHaveBeenCalledTimes(1);
});

test('a hidden page is notified by the timer', () => {
  const { drawn, timers, source } = frames();
  const flush = vi.fn();
  withNextFrame(source)(flush);
  expect(timers[0]?.milliseconds).toBe(hiddenFlushMilliseconds);
  timers[0]?.callback();
  drawn[0]?.();
  expect(flush).toHaveBeenCalledTimes(1);
});

test('without a window there are timers only', () => {
  const { timers, source } = frames();
  const flush = vi.fn();
  withNextFrame({ setTimeout: source.setTimeout })(flush);
  timers[0]?.callback();
  expect(flush).toHaveBeenCalledTimes(1);
});
