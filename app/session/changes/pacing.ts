/** When a window is notified of changes: at most once a frame, and also while nothing is drawn. */

/**
 * Calls `flush` once, soon.
 *
 * @param isUrgent it may be called before the next frame, so that this frame draws its effects.
 */
export type Schedule = (flush: () => void, isUrgent?: boolean) => void;

/** While a page is hidden no frames are drawn; then this many milliseconds pass at most. */
export const hiddenFlushMilliseconds = 100;

export interface FrameSource {
  /** As in a window; absent elsewhere. */
  readonly requestAnimationFrame?: (callback: () => void) => unknown;
  readonly setTimeout: (callback: () => void, milliseconds: number) => unknown;
}

/**
 * With the next frame, or after {@link hiddenFlushMilliseconds} if none is drawn until then. An urgent call comes in the next task, but
 * once in a frame only: of many changes in a frame, the first and the last state are shown.
 *
 * @param around calls `flush`, for example so that all of its effects on the page are one.
 */
export function withNextFrame(
  source: FrameSource,
  around: (flush: () => void) => void = (flush) => flush(),
): Schedule {
  let wasUrgent = false;
  return (flush, isUrgent = false) => {
    let waiting = true;
    const once = () => {
      if (!waiting) return;
      waiting = false;
      around(flush);
    };
    if (isUrgent && !wasUrgent) {
      wasUrgent = true;
      source.setTimeout(once, 0);
      laterIn(source, () => {
        wasUrgent = false;
      });
    } else laterIn(source, once);
  };
}

function laterIn(source: FrameSource, callback: () => void): void {
  source.requestAnimationFrame?.(callback);
  source.setTimeout(callback, hiddenFlushMilliseconds);
}
