/** When a window is notified of changes: at most once a frame, and also while nothing is drawn. */

/** Calls `flush` once, soon. */
export type Schedule = (flush: () => void) => void;

/** While a page is hidden no frames are drawn; then this many milliseconds pass at most. */
export const hiddenFlushMilliseconds = 100;

export interface FrameSource {
  /** As in a window; absent elsewhere. */
  readonly requestAnimationFrame?: (callback: () => void) => unknown;
  readonly setTimeout: (callback: () => void, milliseconds: number) => unknown;
}

/** With the next frame, or after {@link hiddenFlushMilliseconds} if none is drawn until then. */
export function withNextFrame(source: FrameSource): Schedule {
  return (flush) => {
    let waiting = true;
    const once = () => {
      if (!waiting) return;
      waiting = false;
      flush();
    };
    source.requestAnimationFrame?.(once);
    source.setTimeout(once, hiddenFlushMilliseconds);
  };
}
