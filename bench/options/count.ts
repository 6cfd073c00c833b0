/** Options of the benchmarks that are numbers. */

/** @returns the value of `option`. Ends the process with code 2 if `text` is not a whole number from `least`. */
export function parseCount(option: string, text: string, least = 1): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= least) return count;
  process.stderr.write(`${option} must be a whole number from ${least}, not ${text}\n`);
  process.exit(2);
}
