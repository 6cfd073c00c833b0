/** Detects sleep from jumps of the wall clock, because some systems, Linux above all, do not report it reliably. */

/** The interval of checks, milliseconds. */
export const checkMilliseconds = 2000;

/** The smallest jump that counts as sleep, milliseconds; a loaded machine rarely delays a check as long. */
export const jumpMilliseconds = 5000;

export interface ClockJumpParts {
  /** The wall clock, milliseconds since 1970. */
  readonly now: () => number;
  readonly every: (milliseconds: number, look: () => void) => void;
}

/** `jumped` is also called when the clock is set forward; treating that as sleep costs a second without links. */
export function watchClock({ now, every }: ClockJumpParts, jumped: () => void): void {
  let last = now();
  every(checkMilliseconds, () => {
    const passed = now() - last;
    last = now();
    if (passed >= checkMilliseconds + jumpMilliseconds) jumped();
  });
}
