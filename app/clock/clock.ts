/** The clock of a device; injected, so that tests control it and an app can keep it running in a hidden window. */

export interface Clock {
  /** Milliseconds since a fixed moment; monotonic. */
  now(): number;
  /** Calls `run` once, about `ms` milliseconds from now. @returns a function that cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** The clock of this window or worker. While a tab is hidden, its timers run at most once per second. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves about `ms` milliseconds from now. */
export function sleep(clock: Pick<Clock, 'after'>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
