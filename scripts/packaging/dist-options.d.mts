import type { Arch, Platform } from 'electron-builder';

export type DistOptions = { archs: string[]; kinds: string[] };
/** What `args` ask for on `platform`; all of it if they ask for nothing. */
export function readOptions(args: readonly string[], platform: string): DistOptions | { problem: string };
/** What the person must bring first, undefined if nothing. */
export function missingFor(
  kinds: readonly string[],
  isThere: (program: string) => boolean,
): string | undefined;
/** In the form that electron-builder takes. */
export function targetsOf(
  platforms: typeof Platform,
  archs: typeof Arch,
  options: DistOptions,
): ReturnType<Platform['createTarget']>;
/** What went wrong, for the person at the keyboard. */
export function sentenceFor(error: unknown): string;
