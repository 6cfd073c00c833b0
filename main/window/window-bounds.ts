/** Restores the window's last position if it is still visible on a connected screen. */

import * as v from 'valibot';

const pixel = v.pipe(v.number(), v.safeInteger(), v.minValue(-100_000), v.maxValue(100_000));

export const boundsSchema = v.strictObject({
  x: pixel,
  y: pixel,
  width: v.pipe(pixel, v.minValue(1)),
  height: v.pipe(pixel, v.minValue(1)),
});

/** Density-independent pixels, in the coordinates of the whole desktop. */
export type Bounds = v.InferOutput<typeof boundsSchema>;

export const minimumSize = { width: 480, height: 400 } as const;
export const defaultSize = { width: 1280, height: 820 } as const;

/** The part of the window's upper edge that must be visible, so that a person can drag the window. */
const minimumGrip = { width: 100, height: 32 } as const;

/**
 * Fits the size to the screen that shows most of the window. If no screen shows enough of its upper edge, the window moves
 * to the centre of the first screen.
 *
 * @param screens work areas, the main one first.
 */
export function visibleBounds(wanted: Bounds, screens: readonly Bounds[]): Bounds {
  const best = screens.toSorted((a, b) => overlap(wanted, b) - overlap(wanted, a))[0];
  if (best === undefined) return wanted;
  const holding = screens.some((screen) => canBeDragged(wanted, screen));
  const screen = holding ? best : (screens[0] ?? best);
  const width = Math.max(Math.min(wanted.width, screen.width), minimumSize.width);
  const height = Math.max(Math.min(wanted.height, screen.height), minimumSize.height);
  if (holding) return { x: wanted.x, y: wanted.y, width, height };
  return {
    x: Math.round(screen.x + (screen.width - width) / 2),
    y: Math.round(screen.y + (screen.height - height) / 2),
    width,
    height,
  };
}

function canBeDragged(window: Bounds, screen: Bounds): boolean {
  const grip = { ...window, height: minimumGrip.height };
  return (
    shared(grip.x, grip.width, screen.x, screen.width) >= minimumGrip.width &&
    shared(grip.y, grip.height, screen.y, screen.height) >= minimumGrip.height
  );
}

function overlap(a: Bounds, b: Bounds): number {
  return shared(a.x, a.width, b.x, b.width) * shared(a.y, a.height, b.y, b.height);
}

function shared(a: number, aLength: number, b: number, bLength: number): number {
  return Math.max(0, Math.min(a + aLength, b + bLength) - Math.max(a, b));
}
