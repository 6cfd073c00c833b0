/**
 * Invites as links that people send one another.
 *
 * `http://host:port/#join=<payload>` opens in any browser on the same network (what follows `#` is never sent to a
 * server), `paxboard://join/<payload>` opens the desktop app. The payload is base64url of
 *
 * | bytes | content |
 * |---|---|
 * | 3 | mark: `paxb` once it is in base64url |
 * | 1 | version |
 * | 2 | bytes in all, big-endian |
 * | 1 + n | secret, after its length: 32 bytes give edit access, 64 view access (version 2) |
 * | 1 + n | board name in UTF-8, after its length |
 * | 1, then 1 + n each | addresses of hosts, after their number |
 * | 4 | checksum: the first bytes of SHA-256 of everything before it |
 *
 * Mark, version, length and checksum keep their positions in every version. They distinguish a link that a chat
 * truncated, one with a typing error, one from a newer Paxboard, and a text that is not an invite.
 */

import { bytesToUtf8 } from '@noble/ciphers/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { isBlank } from '../board/values/blank.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { type Invite, inviteFault } from './invite.ts';
import { type Candidate, candidates, maxPastedLength, type PayloadForm } from './pasted.ts';

export type InviteProblem =
  /** The text is empty. */
  | 'empty'
  /** Not a Paxboard link or payload. */
  | 'not-an-invite'
  /** The end is missing. */
  | 'truncated'
  /** Some characters were changed. */
  | 'damaged'
  /** Complete, and of a version that this Paxboard cannot read. */
  | 'newer-version';

export type ParsedInvite =
  | { readonly ok: true; readonly invite: Invite }
  | { readonly ok: false; readonly problem: InviteProblem };

/** Characters of a link, at most; the pasted text around it may be longer (`maxPastedLength`). */
export const maxInviteTextLength = 4096;

/** The scheme that the desktop app is registered for. */
export const desktopScheme = 'paxboard';

/** 1 was never released. */
const inviteVersion = 2;
const mark = 'paxb';
const markBytes = 3;
const headerBytes = 6;
const checksumBytes = 4;
/** Bytes of a payload that fits {@link maxInviteTextLength} in base64url. */
const maxPayloadBytes = 3072;

/** @throws RangeError if a part of the invite is out of bounds, or `baseUrl` ends in a query or fragment. */
export function formatBrowserLink(invite: Invite, baseUrl: string): string {
  if (/[?#]/.test(baseUrl)) throw new RangeError(`not a base URL: ${JSON.stringify(baseUrl.slice(0, 80))}`);
  return `${baseUrl.replace(/\/+$/, '')}/#join=${payloadOf(invite)}`;
}

/** @throws RangeError if a part of the invite is out of bounds. */
export function formatDesktopLink(invite: Invite): string {
  return `${desktopScheme}://join/${payloadOf(invite)}`;
}

/**
 * Reads a browser link, a desktop link or a bare payload from pasted text (`pasted.ts`). Never throws.
 *
 * @param text characters beyond `maxPastedLength` are ignored.
 */
export function parseInvite(text: string): ParsedInvite {
  if (text.length > maxPastedLength) return { ok: false, problem: 'not-an-invite' };
  if (isBlank(text)) return { ok: false, problem: 'empty' };
  let problem: InviteProblem | undefined;
  for (const candidate of candidates(text, form)) {
    const read = readCandidate(candidate);
    if (read.ok) return read;
    problem = read.problem === 'newer-version' ? read.problem : (problem ?? read.problem);
  }
  return { ok: false, problem: problem ?? 'not-an-invite' };
}

const form: PayloadForm = { mark, headLength: headerBytes * (4 / 3), lengthOf: payloadLength };

function readCandidate({ payload, end, doubtful }: Candidate): ParsedInvite {
  if (!payload.startsWith(mark)) {
    return { ok: false, problem: mark.startsWith(payload) && end === 'cut' ? 'truncated' : 'damaged' };
  }
  const read: ParsedInvite = end === 'damaged' ? { ok: false, problem: 'damaged' } : readPayload(payload);
  // The words after a truncated link were read as its end.
  return doubtful && !read.ok && read.problem === 'damaged' ? { ok: false, problem: 'truncated' } : read;
}

/** Characters of the payload that starts with `head`; undefined if a payload cannot have that length. */
function payloadLength(head: string): number | undefined {
  const bytes = wholeBytes(head);
  if (bytes.length < headerBytes) return undefined;
  const total = totalBytes(bytes);
  return isTotal(total) ? Math.ceil((total * 4) / 3) : undefined;
}

function totalBytes(bytes: Uint8Array): number {
  return ((bytes[4] ?? 0) << 8) | (bytes[5] ?? 0);
}

function isTotal(total: number): boolean {
  return total >= headerBytes + checksumBytes && total <= maxPayloadBytes;
}

function payloadOf(invite: Invite): string {
  const fault = inviteFault(invite);
  if (fault !== undefined) throw new RangeError(fault);
  const body = concatBytes(
    withLength(invite.secret),
    withLength(utf8ToBytes(invite.boardName)),
    Uint8Array.of(invite.hosts.length),
    ...invite.hosts.map((host) => withLength(utf8ToBytes(host))),
  );
  const total = headerBytes + body.length + checksumBytes;
  const content = concatBytes(markAsBytes(), Uint8Array.of(inviteVersion, total >> 8, total & 0xff), body);
  return toBase64url(concatBytes(content, checksum(content)));
}

function readPayload(payload: string): ParsedInvite {
  const bytes = wholeBytes(payload);
  if (bytes.length < headerBytes) return { ok: false, problem: 'truncated' };
  const total = totalBytes(bytes);
  if (!isTotal(total)) return { ok: false, problem: 'damaged' };
  if (bytes.length < total) return { ok: false, problem: 'truncated' };
  // One encoding per invite: characters that add no whole byte would otherwise be ignored.
  if (bytes.length > total || toBase64url(bytes) !== payload) return { ok: false, problem: 'damaged' };
  const content = bytes.subarray(0, total - checksumBytes);
  const stored = bytes.subarray(total - checksumBytes);
  if (!checksum(content).every((byte, at) => byte === stored[at])) return { ok: false, problem: 'damaged' };
  const version = bytes[markBytes] ?? 0;
  if (version > inviteVersion) return { ok: false, problem: 'newer-version' };
  const invite = version === inviteVersion ? readBody(content.subarray(headerBytes)) : undefined;
  return invite === undefined ? { ok: false, problem: 'damaged' } : { ok: true, invite };
}

/** @returns undefined if the layout is invalid: the writer had a bug, as the checksum is valid. */
function readBody(body: Uint8Array): Invite | undefined {
  let at = 0;
  const next = (): Uint8Array => {
    const length = body[at] ?? 0;
    const part = body.slice(at + 1, at + 1 + length);
    at += 1 + length;
    return part;
  };
  const secret = next();
  const boardName = bytesToUtf8(next());
  const count = body[at] ?? 0;
  at += 1;
  const hosts = Array.from({ length: count }, () => bytesToUtf8(next()));
  if (at !== body.length) return undefined;
  const invite = { secret, boardName, hosts };
  return inviteFault(invite) === undefined ? invite : undefined;
}

/** Decodes the complete bytes, so that the header of a truncated text can be read. */
function wholeBytes(payload: string): Uint8Array {
  const padded = payload.padEnd(Math.ceil(payload.length / 4) * 4, 'A');
  const bytes = fromBase64url(padded) ?? new Uint8Array();
  return bytes.subarray(0, Math.floor((payload.length * 3) / 4));
}

function withLength(part: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(part.length), part);
}

function markAsBytes(): Uint8Array {
  return wholeBytes(mark);
}

function checksum(content: Uint8Array): Uint8Array {
  return sha256(content).subarray(0, checksumBytes);
}
