/** Notices that the device was asleep by its wall clock: not every system says so, Linux least of all. */

/** Between two looks, milliseconds. */
export const lookMilliseconds = 2000;

/** Later than expected by that much, and the device slept; a busy machine is seldom as late. */
export const jumpMilliseconds = 5000;

export interface ClockJumpParts {
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
  readonly every: (milliseconds: number, look: () => void) => void;
}

/** `jumped` is also called if somebody sets the clock ahead; to take that for sleep costs a second without links. */
export function watchClock({ now, every }: ClockJumpParts, jumped: () => void): void {
  let last = now();
  every(lookMilliseconds, () => {
    const passed = now() - last;
    last = now();
    if (passed >= lookMilliseconds + jumpMilliseconds) jumped();
  });
}
