/** @returns whether `version` is `required` or newer. Both are numbers separated by dots; a missing number of `version` counts as 0. */
export function isAtLeast(version: string, required: string): boolean;
