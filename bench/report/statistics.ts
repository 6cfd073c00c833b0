/** Summarizes repeated measurements of one quantity. */

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** @throws RangeError if there are no `values`. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const least = sorted[0];
  const most = sorted.at(-1);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (least === undefined || most === undefined || low === undefined || high === undefined) {
    throw new RangeError('nothing was measured');
  }
  return { median: (low + high) / 2, least, most };
}

/** The least of the `values` that at least `share` of them do not exceed. @throws RangeError if there are no `values`. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('nothing was measured');
  return value;
}

/** For paired measurements: the ratios of each pair, not the ratio of the medians. */
export function ratioOf(values: readonly number[], to: readonly number[]): Spread {
  return spreadOf(values.slice(0, to.length).map((value, at) => value / (to[at] ?? Number.NaN)));
}
