/** Binary search in a sorted list. */

/**
 * @param compare a total order in which `items` is sorted, and in which no two of them are equal.
 * @returns how many items come before `item`: its place, if it is one of them.
 */
export function placeIn<T>(items: readonly T[], item: T, compare: (a: T, b: T) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = items[middle];
    if (candidate !== undefined && compare(candidate, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
