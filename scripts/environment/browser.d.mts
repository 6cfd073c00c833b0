/** @returns the path of an installed Chromium, undefined if there is none. */
export function findChromium(): Promise<string | undefined>;
