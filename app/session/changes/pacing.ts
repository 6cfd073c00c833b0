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
 * With the next frame, or after {@link hiddenFlushMilliseconds} if none is drawn until then. An urgent call comes in
 * the next task, unless there was another call since the frame before: so there is one call a frame under constant
 * changes.
 *
 * @param around calls `flush`, for example so that all of its effects on the page are one.
 */
export function withNextFrame(
  source: FrameSource,
  around: (flush: () => void) => void = (flush) => flush(),
): Schedule {
  let calls = 0;
  let isRested = true;
  const called = (): void => {
    calls += 1;
    isRested = false;
    const latest = calls;
    const rest = (): void => {
      isRested ||= latest === calls;
    };
    // No timer beside the frame: a hidden page rests when it is shown again.
    if (source.requestAnimationFrame !== undefined) source.requestAnimationFrame(rest);
    else source.setTimeout(rest, hiddenFlushMilliseconds);
  };
  return (flush, isUrgent = false) => {
    let waiting = true;
    const once = () => {
      if (!waiting) return;
      waiting = false;
      called();
      around(flush);
    };
    if (!isUrgent || !isRested) return laterIn(source, once);
    source.setTimeout(once, 0);
    isRested = false;
  };
}

function laterIn(source: FrameSource, callback: () => void): void {
  source.requestAnimationFrame?.(callback);
  source.setTimeout(callback, hiddenFlushMilliseconds);
}
