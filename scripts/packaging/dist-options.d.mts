import type { Arch, Platform } from 'electron-builder';

export type DistOptions = { archs: string[]; kinds: string[] };
/** The packages that `args` name for `platform`; all of them if they name none. */
export function readOptions(args: readonly string[], platform: string): DistOptions | { problem: string };
/** The missing requirement, undefined if there is none. */
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
/** The problem, as a sentence for the person. */
export function sentenceFor(error: unknown): string;
