/** The content of an invite, independent of its encoding. */

/** The access that an invite gives: `edit`, or `view`, which allows no changes. */
export type BoardAccess = 'edit' | 'view';

export interface Invite {
  /**
   * Gives access to the board. {@link boardSecretBytes} random bytes are the secret of a new board, with edit access;
   * {@link viewSecretBytes} derived from them (`viewSecretOf` in `keys.ts`) give view access.
   */
  readonly secret: Uint8Array;
  /** Shown to people before they join; at most {@link maxBoardNameLength} characters. */
  readonly boardName: string;
  /** Base URLs of signaling servers (`http://192.168.1.20:7420`); at most {@link maxInviteHosts}. */
  readonly hosts: readonly string[];
}

export const boardSecretBytes = 32;

/** A view secret: 32 bytes that reveal nothing of the board's secret, and the editors' public key. */
export const viewSecretBytes = 64;

/** @returns undefined if `secret` has neither length. */
export function accessOf(secret: Uint8Array): BoardAccess | undefined {
  if (secret.length === boardSecretBytes) return 'edit';
  return secret.length === viewSecretBytes ? 'view' : undefined;
}

/** Characters (UTF-16 code units) in a board's name, at most. */
export const maxBoardNameLength = 80;

/** Addresses in one invite, at most. */
export const maxInviteHosts = 8;

/** Characters in one address, at most. */
export const maxHostAddressLength = 200;

const hostAddressPattern =
  /^https?:\/\/(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::[0-9]{1,5})?(?:\/[a-z0-9._~/-]*)?$/i;

/** Whether `text` can be the base URL of a signaling server: http or https, a host, optionally a port and a path. */
export function isHostAddress(text: string): boolean {
  return text.length <= maxHostAddressLength && hostAddressPattern.test(text);
}

/**
 * The secret of a new board.
 *
 * @param random {@link boardSecretBytes} bytes from a cryptographic source.
 * @throws RangeError for another number of bytes, or if all are the same: the source is broken then, and the board
 *   would be open to anyone.
 */
export function newBoardSecret(random: Uint8Array): Uint8Array {
  if (random.length !== boardSecretBytes) {
    throw new RangeError(`a board secret has ${boardSecretBytes} bytes, not ${random.length}`);
  }
  if (random.every((byte) => byte === random[0])) throw new RangeError('a board secret must be random');
  return random.slice();
}

/**
 * Describes the first invalid part of an invite, for developers.
 *
 * @returns undefined if every part is within its bounds.
 */
export function inviteFault(invite: Invite): string | undefined {
  if (accessOf(invite.secret) === undefined) return `the secret has ${invite.secret.length} bytes`;
  if (invite.boardName.length > maxBoardNameLength) {
    return `the board's name has ${invite.boardName.length} characters`;
  }
  if (invite.hosts.length > maxInviteHosts) return `${invite.hosts.length} addresses are too many`;
  const bad = invite.hosts.find((host) => !isHostAddress(host));
  return bad === undefined ? undefined : `not an address of a host: ${JSON.stringify(bad.slice(0, 80))}`;
}
