/** The option `--rounds` of the benchmarks. */

/** @returns the number of rounds. Ends the process with code 2 if `text` is not a whole number from 1. */
export function parseRounds(text: string): number {
  const rounds = Number(text);
  if (Number.isSafeInteger(rounds) && rounds >= 1) return rounds;
  process.stderr.write(`--rounds must be a whole number from 1, not ${text}\n`);
  process.exit(2);
}
