/** Detects from the wall clock that the device was asleep: not every system reports it, least of all Linux. */

/** Between two checks, milliseconds. */
export const lookMilliseconds = 2000;

/** A larger delay means that the device slept; a busy machine rarely delays as long. */
export const jumpMilliseconds = 5000;

export interface ClockJumpParts {
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
  readonly every: (milliseconds: number, look: () => void) => void;
}

/** `jumped` is also called when the clock is set forward; treating that as sleep costs a second without links. */
export function watchClock({ now, every }: ClockJumpParts, jumped: () => void): void {
  let last = now();
  every(lookMilliseconds, () => {
    const passed = now() - last;
    last = now();
    if (passed >= lookMilliseconds + jumpMilliseconds) jumped();
  });
}
