import { expect, test, vi } from 'vitest';
import { placeInFrames } from './placing-frames.ts';

function placing(isNeeded: () => boolean) {
  const requested = new Map<number, FrameRequestCallback>();
  const place = vi.fn();
  let change = (): void => undefined;
  const end = placeInFrames(
    [
      (changed) => {
        change = changed;
        return () => {
          change = () => undefined;
        };
      },
    ],
    isNeeded,
    place,
    {
      requestAnimationFrame: (callback) => requested.set(requested.size + 1, callback).size,
      cancelAnimationFrame: (handle) => requested.delete(handle),
    },
  );
  const draw = (): void => {
    const callbacks = [...requested.values()];
    requested.clear();
    for (const callback of callbacks) callback(0);
  };
  return { requested, place, end, draw, change: () => change() };
}

test('badges are placed once in a frame, however many changes there are', () => {
  const { place, draw, change } = placing(() => true);
  draw();
  expect(place).toHaveBeenCalledTimes(1);
  for (let count = 0; count < 5; count += 1) change();
  draw();
  draw();
  expect(place).toHaveBeenCalledTimes(2);
});

test('without badges a change requests no frame', () => {
  let isNeeded = false;
  const { requested, place, draw, change } = placing(() => isNeeded);
  draw();
  change();
  expect(requested.size).toBe(0);
  isNeeded = true;
  change();
  draw();
  expect(place).toHaveBeenCalledTimes(2);
});

test('nothing is placed after the end', () => {
  const { requested, place, end, draw, change } = placing(() => true);
  end();
  change();
  draw();
  expect(requested.size).toBe(0);
  expect(place).not.toHaveBeenCalled();
});
