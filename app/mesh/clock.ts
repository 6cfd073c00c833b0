/** Time as the mesh uses it; handed in, so that tests drive it and an app can keep it going in a hidden window. */

export interface Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  now(): number;
  /** Calls `run` once, about `ms` milliseconds from now. @returns a function that calls it off. */
  after(ms: number, run: () => void): () => void;
}

/** The clock of this window or worker. Its timers come late (once a second or less) while a tab is hidden. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
