import { expect, test, vi } from 'vitest';
import { hiddenFlushMilliseconds, withNextFrame } from './pacing.ts';

function frames() {
  const drawn: (() => void)[] = [];
  const timers: { callback: () => void; milliseconds: number }[] = [];
  const microtasks: (() => void)[] = [];
  return {
    drawn,
    timers,
    microtasks,
    /** The present task ends. */
    endTask: () => {
      for (const callback of microtasks.splice(0)) callback();
    },
    source: {
      requestAnimationFrame: (callback: () => void) => drawn.push(callback),
      setTimeout: (callback: () => void, milliseconds: number) => timers.push({ callback, milliseconds }),
      queueMicrotask: (callback: () => void) => {
        microtasks.push(callback);
      },
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
  withNextFrame({ setTimeout: source.setTimeout, queueMicrotask: source.queueMicrotask })(flush);
  timers[0]?.callback();
  expect(flush).toHaveBeenCalledTimes(1);
});

test('an urgent call does not wait for the frame, but there is one call a frame under constant changes', () => {
  const { drawn, endTask, source } = frames();
  const schedule = withNextFrame(source);
  const draw = () => {
    for (const callback of drawn.splice(0)) callback();
  };
  const flush = vi.fn();
  schedule(flush, true);
  endTask();
  expect(flush).toHaveBeenCalledTimes(1);
  for (let frame = 2; frame < 5; frame += 1) {
    schedule(flush, true);
    endTask();
    expect(flush).toHaveBeenCalledTimes(frame - 1);
    draw();
    expect(flush).toHaveBeenCalledTimes(frame);
  }
  draw();
  schedule(flush, true);
  endTask();
  expect(flush).toHaveBeenCalledTimes(5);
});

test('a call sets no timer to learn when the frame is over: a page that changes often would run one more task each time', () => {
  const { drawn, timers, endTask, source } = frames();
  const schedule = withNextFrame(source);
  schedule(() => undefined, true);
  endTask();
  expect([timers.length, drawn.length]).toEqual([0, 1]);
});

test('all effects of a call are within one call of `around`', () => {
  const { drawn, source } = frames();
  const calls: string[] = [];
  const schedule = withNextFrame(source, (flush) => {
    calls.push('begin');
    flush();
    calls.push('end');
  });
  schedule(() => calls.push('flush'));
  drawn[0]?.();
  expect(calls).toEqual(['begin', 'flush', 'end']);
});

test('calls that wait are made together, once: with the frame, or with an urgent one', () => {
  const { drawn, endTask, source } = frames();
  const calls: string[] = [];
  const schedule = withNextFrame(source, (flush) => {
    calls.push('pass');
    flush();
  });
  schedule(() => calls.push('people'));
  schedule(() => calls.push('view'));
  for (const callback of drawn.splice(0)) callback();
  expect(calls.splice(0)).toEqual(['pass', 'people', 'view']);
  schedule(() => calls.push('people'));
  schedule(() => calls.push('view'), true);
  endTask();
  expect(calls.splice(0)).toEqual(['pass', 'people', 'view']);
  for (const callback of drawn.splice(0)) callback();
  expect(calls).toEqual([]);
});

test('an urgent call does not wait because calls of another kind were made in this frame', () => {
  const { drawn, endTask, source } = frames();
  const schedule = withNextFrame(source);
  const flush = vi.fn();
  schedule(() => undefined);
  drawn[0]?.();
  schedule(flush, true);
  endTask();
  expect(flush).toHaveBeenCalledTimes(1);
});

test('the timer of an earlier call does not make a later one before its frame', () => {
  const { drawn, timers, source } = frames();
  const schedule = withNextFrame(source);
  schedule(() => undefined);
  drawn[0]?.();
  const flush = vi.fn();
  schedule(flush);
  timers[0]?.callback();
  expect(flush).not.toHaveBeenCalled();
  drawn[1]?.();
  expect(flush).toHaveBeenCalledTimes(1);
});

test('a call that throws keeps none of the others from being made', () => {
  const { drawn, source } = frames();
  const schedule = withNextFrame(source);
  const flush = vi.fn();
  schedule(() => {
    throw new Error('broken');
  });
  schedule(flush);
  expect(() => drawn[0]?.()).toThrow('broken');
  expect(flush).toHaveBeenCalledTimes(1);
});
