/** Restores the window's last position if it is still visible: screens come and go. */

import * as v from 'valibot';

const pixel = v.pipe(v.number(), v.safeInteger(), v.minValue(-100_000), v.maxValue(100_000));

export const boundsSchema = v.strictObject({
  x: pixel,
  y: pixel,
  width: v.pipe(pixel, v.minValue(1)),
  height: v.pipe(pixel, v.minValue(1)),
});

/** Density-independent pixels, on the desktop that all screens make together. */
export type Bounds = v.InferOutput<typeof boundsSchema>;

export const minimumSize = { width: 480, height: 400 } as const;
export const usualSize = { width: 1280, height: 820 } as const;

/** Of the window's upper edge, this much must be on a screen, so that a person can drag it. */
const minimumGrip = { width: 100, height: 32 } as const;

/**
 * The size fits the screen that shows most of the window; if no screen shows enough of its upper edge, it goes to the
 * middle of the first.
 *
 * @param screens Work areas, the main one first.
 */
export function visibleBounds(wanted: Bounds, screens: readonly Bounds[]): Bounds {
  const best = screens.toSorted((a, b) => overlap(wanted, b) - overlap(wanted, a))[0];
  if (best === undefined) return wanted;
  const holding = screens.some((screen) => canBeHeld(wanted, screen));
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

function canBeHeld(window: Bounds, screen: Bounds): boolean {
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
