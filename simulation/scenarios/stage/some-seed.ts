/** Histories that occur only if chance lets the members act in one order. */

/**
 * Plays a history with one seed after another, until it occurs.
 *
 * @param history returns false if the members have acted in another order.
 * @throws RangeError if it occurs with none of the seeds; what `history` throws.
 */
export function withSomeSeed(maxSeeds: number, history: (seed: number) => boolean): void {
  for (let seed = 1; seed <= maxSeeds; seed += 1) if (history(seed)) return;
  throw new RangeError('the script diverged: the history does not occur');
}
