/** Options of the benchmarks that are numbers. */

/** @returns the value of `option`. Ends the process with code 2 if `text` is not a whole number from 1. */
export function parseCount(option: string, text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1) return count;
  process.stderr.write(`${option} must be a whole number from 1, not ${text}\n`);
  process.exit(2);
}
