/** Compares versions. */

/** @returns whether `version` is `required` or newer. Both are numbers separated by dots; a missing number of `version` counts as 0. */
export function isAtLeast(version, required) {
  const have = version.split('.').map(Number);
  const need = required.split('.').map(Number);
  for (let at = 0; at < need.length; at += 1) {
    const difference = (have[at] ?? 0) - need[at];
    if (difference !== 0) return difference > 0;
  }
  return true;
}
