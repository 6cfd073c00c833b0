/** The desktop app's arguments: `--profile NAME`, `--listen ADDRESS`, and the link or file to open. */

import { inviteFileExtension } from '#shared/invite/file.ts';
import { desktopScheme, maxInviteTextLength } from '#shared/invite/link.ts';

export interface CommandLine {
  /** Profiles on one machine have separate boards, storage and single instances. */
  readonly profile: string | undefined;
  /** Listening address of the host inside; all of IPv4 if absent. */
  readonly listen: string | undefined;
  /** The system started the app at login: it shows no window if it may stay in the tray. */
  readonly hidden: boolean;
}

/** The flag of a start at login. */
export const hiddenFlag = '--hidden';

const profileName = /^[a-z0-9][a-z0-9_-]{0,31}$/i;

/** Ignores unknown flags, e.g. Chromium's. @throws RangeError with a sentence for the person who typed the arguments. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const profile = flagValue(args, '--profile');
  if (profile !== undefined && !profileName.test(profile)) {
    throw new RangeError(
      `"${profile.slice(0, 40)}" cannot be a profile: --profile takes up to 32 letters, digits, "-" and "_".`,
    );
  }
  const listen = flagValue(args, '--listen');
  if (listen === '') throw new RangeError('--listen takes an address, e.g. 127.0.0.1.');
  return { profile, listen, hidden: args.includes(hiddenFlag) };
}

/** The item to open: an invite link, or the path of a file. */
export type Opened =
  | { readonly type: 'link'; readonly link: string }
  | { readonly type: 'file'; readonly file: string };

/**
 * The link or file among the arguments, at any position: the system's order varies, and Chromium adds flags.
 *
 * @returns undefined if there is none. Does not validate the content.
 */
export function openedBy(args: readonly string[]): Opened | undefined {
  // The first argument is the program.
  for (const arg of args.slice(1)) {
    if (isJoinLink(arg)) return { type: 'link', link: arg };
    if (isInviteFile(arg)) return { type: 'file', file: arg };
  }
  return undefined;
}

export function isJoinLink(text: string): boolean {
  return text.length <= maxInviteTextLength && text.toLowerCase().startsWith(`${desktopScheme}:`);
}

export function isInviteFile(text: string): boolean {
  return !text.startsWith('-') && text.toLowerCase().endsWith(inviteFileExtension);
}

function flagValue(args: readonly string[], flag: string): string | undefined {
  const at = args.findIndex((arg) => arg === flag || arg.startsWith(`${flag}=`));
  const found = args[at];
  if (found === undefined) return undefined;
  return found === flag ? (args[at + 1] ?? '') : found.slice(flag.length + 1);
}
