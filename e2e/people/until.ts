/** The interval of polling, milliseconds. */
const pollMilliseconds = 60;

/** Polls `holds` until it returns true. @returns whether it did within the time. */
export async function until(milliseconds: number, holds: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + milliseconds;
  for (;;) {
    if (await holds()) return true;
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
  }
}
