/** The path of a Chromium to run, undefined if there is none. */
export function findChromium(): Promise<string | undefined>;
