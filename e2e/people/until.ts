/** Between two looks, milliseconds. */
const lookMilliseconds = 60;

/** Looks again and again until it is so. @returns whether it came to be so within the time. */
export async function until(milliseconds: number, isSo: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + milliseconds;
  for (;;) {
    if (await isSo()) return true;
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, lookMilliseconds));
  }
}
