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
  readonly queueMicrotask: (callback: () => void) => void;
}

/** Calls that are made together. */
interface Batch {
  readonly flushes: (() => void)[];
  hasUrgent: boolean;
}

/**
 * With the next frame, or after {@link hiddenFlushMilliseconds} if none is drawn until then. An urgent call comes at
 * the end of the task, because a timer would come after other tasks of a busy page, unless there was another urgent call
 * since the frame before: so there is one of them a frame under constant changes. All calls that wait are made together,
 * with the first of them that is due.
 *
 * @param around makes the calls, for example so that all of their effects on the page are one.
 */
export function withNextFrame(
  source: FrameSource,
  around: (flush: () => void) => void = (flush) => flush(),
): Schedule {
  let waiting: Batch | undefined;
  let urgentCalls = 0;
  let isRested = true;
  const called = (): void => {
    urgentCalls += 1;
    isRested = false;
    const latest = urgentCalls;
    const rest = (): void => {
      isRested ||= latest === urgentCalls;
    };
    // No timer beside the frame: a hidden page rests when it is shown again.
    if (source.requestAnimationFrame !== undefined) source.requestAnimationFrame(rest);
    else source.setTimeout(rest, hiddenFlushMilliseconds);
  };
  const make = (batch: Batch): void => {
    if (waiting !== batch) return;
    waiting = undefined;
    if (batch.hasUrgent) called();
    around(() => inTurn(batch.flushes));
  };
  return (flush, isUrgent = false) => {
    const isFirst = waiting === undefined;
    waiting ??= { flushes: [], hasUrgent: false };
    const batch = waiting;
    batch.flushes.push(flush);
    const comesNext = isUrgent && isRested && !batch.hasUrgent;
    batch.hasUrgent ||= isUrgent;
    if (comesNext) source.queueMicrotask(() => make(batch));
    else if (isFirst) laterIn(source, () => make(batch));
  };
}

/** All of them, also if one throws. */
function inTurn([first, ...others]: readonly (() => void)[]): void {
  try {
    first?.();
  } finally {
    if (others.length > 0) inTurn(others);
  }
}

function laterIn(source: FrameSource, callback: () => void): void {
  source.requestAnimationFrame?.(callback);
  source.setTimeout(callback, hiddenFlushMilliseconds);
}
