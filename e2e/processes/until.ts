/** Polls states outside of a page; for those in a page, Playwright's expectations wait. */

import { setTimeout as wait } from 'node:timers/promises';

/** The interval of polling. */
const pollMilliseconds = 50;

/**
 * Calls `look` until it returns a value.
 *
 * @param milliseconds the longest wait.
 * @throws Error with `what` and the last error, after that time.
 */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | undefined>,
  milliseconds = 20_000,
): Promise<Value> {
  const deadline = performance.now() + milliseconds;
  let problem = '';
  while (performance.now() < deadline) {
    try {
      const found = await look();
      if (found !== undefined) return found;
      problem = '';
    } catch (error) {
      problem = `: ${String(error)}`;
    }
    await wait(pollMilliseconds);
  }
  throw new Error(`timed out after ${milliseconds / 1000} s waiting for ${what}${problem}`);
}
