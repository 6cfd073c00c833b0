/**
 * An invite as a file that the desktop app opens: `.paxboard`, JSON in UTF-8,
 *
 *     { "format": "paxboard-invite", "version": 1, "board": "Harbour plan", "link": "paxboard://join/…" }
 *
 * `link` is any invite link; `board` is for people who read the file. The file gives access to the board.
 */

import * as v from 'valibot';
import { type Invite, maxBoardNameLength } from './invite.ts';
import { formatDesktopLink, maxInviteTextLength, parseInvite } from './link.ts';

export const inviteFileExtension = '.paxboard';

/** Bytes of such a file, at most. */
export const maxInviteFileBytes = 16_384;

const inviteFileVersion = 1;

const marked = v.object({ format: v.literal('paxboard-invite'), version: v.number() });
const schema = v.strictObject({
  format: v.literal('paxboard-invite'),
  version: v.literal(inviteFileVersion),
  board: v.pipe(v.string(), v.maxLength(maxBoardNameLength)),
  link: v.pipe(v.string(), v.maxLength(maxInviteTextLength)),
});

export type ReadInviteFile =
  | { readonly ok: true; readonly link: string }
  | { readonly ok: false; readonly problem: 'not-an-invite' | 'damaged' | 'newer-version' };

/** @throws RangeError if a part of the invite is out of bounds. */
export function formatInviteFile(invite: Invite): string {
  const file: v.InferOutput<typeof schema> = {
    format: 'paxboard-invite',
    version: inviteFileVersion,
    board: invite.boardName,
    link: formatDesktopLink(invite),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Validates the file and the link in it. Never throws. */
export function readInviteFile(text: string): ReadInviteFile {
  // A character has at least one byte.
  if (text.length > maxInviteFileBytes) return { ok: false, problem: 'not-an-invite' };
  const value = parsed(text);
  const mark = v.safeParse(marked, value);
  if (!mark.success) return { ok: false, problem: 'not-an-invite' };
  if (mark.output.version > inviteFileVersion) return { ok: false, problem: 'newer-version' };
  const file = v.safeParse(schema, value);
  if (!file.success) return { ok: false, problem: 'damaged' };
  const invite = parseInvite(file.output.link);
  if (invite.ok) return { ok: true, link: file.output.link };
  return { ok: false, problem: invite.problem === 'newer-version' ? 'newer-version' : 'damaged' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // A SyntaxError: the text is not JSON.
    return undefined;
  }
}
