import type { Arch, Platform } from 'electron-builder';

export type DistOptions = { archs: string[]; kinds: string[] };
/** The architectures and kinds selected by `args` for `platform`; by default all of them. */
export function readOptions(args: readonly string[], platform: string): DistOptions | { problem: string };
/** @returns a sentence about a missing program, undefined if none is missing. */
export function missingRequirement(
  kinds: readonly string[],
  isInstalled: (program: string) => boolean,
): string | undefined;
/** Converts the options to targets of electron-builder. */
export function targetsOf(
  platforms: typeof Platform,
  archs: typeof Arch,
  options: DistOptions,
): ReturnType<Platform['createTarget']>;
/** @returns a message about the failure of a build, one or two lines. */
export function failureMessage(error: unknown): string;
