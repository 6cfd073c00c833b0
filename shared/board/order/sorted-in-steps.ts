/** A sort that does not hold up its device: a merge sort of long lists, in steps of a few milliseconds. */

/** Items of a run, which one step sorts: each is compared about ten times, at first by code that is not compiled yet. */
const runItems = 512;

/** Items that one step merges: each is compared once. */
const mergedItems = 2048;

/**
 * Short runs first, then pairs of runs. Yields between its steps.
 *
 * @param items stays as it is.
 * @param compare a total order.
 */
export function* sortedInSteps<T>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
): Generator<void, readonly T[]> {
  let runs: T[][] = [];
  for (let at = 0; at < items.length; at += runItems) {
    runs.push(items.slice(at, at + runItems).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const longer: T[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      longer.push(yield* mergedInSteps(runs[at] ?? [], runs[at + 1] ?? [], compare));
      yield;
    }
    runs = longer;
  }
  return runs[0] ?? [];
}

function* mergedInSteps<T>(
  a: readonly T[],
  b: readonly T[],
  compare: (a: T, b: T) => number,
): Generator<void, T[]> {
  const merged: T[] = [];
  let [nextOfA, nextOfB] = [0, 0];
  while (nextOfA < a.length || nextOfB < b.length) {
    const [first, second] = [a[nextOfA], b[nextOfB]];
    if (first !== undefined && (second === undefined || compare(first, second) < 0)) {
      merged.push(first);
      nextOfA += 1;
    } else if (second !== undefined) {
      merged.push(second);
      nextOfB += 1;
    }
    if (merged.length % mergedItems === 0) yield;
  }
  return merged;
}
