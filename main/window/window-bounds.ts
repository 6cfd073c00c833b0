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

/** Of a window manager's frame, left of the inside of the window and above it, at most. */
const maxFramePixels = 64;

/** Distance of the inside of a window from the corner of its frame, density-independent pixels. */
export interface FrameOffset {
  readonly x: number;
  readonly y: number;
}

export const noFrame: FrameOffset = { x: 0, y: 0 };

/**
 * Under X11 the window manager puts the corner of the frame where the window is asked to be, and the window then reports the place of
 * its inside: stored and asked for again, that would move it down by its title bar at each start.
 *
 * @param asked the bounds with which it was opened. @param reported once it is shown.
 * @returns no offset if the difference is no frame's, but that of another place.
 */
export function frameOffset(asked: Bounds, reported: Bounds): FrameOffset {
  const offset = { x: reported.x - asked.x, y: reported.y - asked.y };
  const isFrame = Object.values(offset).every((pixels) => pixels >= 0 && pixels <= maxFramePixels);
  return isFrame && (offset.x > 0 || offset.y > 0) ? offset : noFrame;
}

/** The bounds to ask for, so that the window reports `reported`. */
export function boundsToAsk(reported: Bounds, frame: FrameOffset): Bounds {
  return { ...reported, x: reported.x - frame.x, y: reported.y - frame.y };
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
