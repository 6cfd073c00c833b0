/** The number of pairs of equal parts, one of each list. The time of a comparison by diff3 grows with it. */
export function equalPairs(first: readonly string[], second: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const part of first) counts.set(part, (counts.get(part) ?? 0) + 1);
  return second.reduce((sum, part) => sum + (counts.get(part) ?? 0), 0);
}
