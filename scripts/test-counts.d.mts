export interface Counts {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
}

export const noCounts: Counts;
export function addCounts(a: Counts, b: Counts): Counts;
export function vitestCounts(report: object, root?: string): Counts;
export function playwrightCounts(report: object): Counts;
