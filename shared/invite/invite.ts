/** What an invite holds, however it is written down. */

/** What whoever has an invite may do: `edit` is everything, `view` is to look on. */
export type BoardAccess = 'edit' | 'view';

export interface Invite {
  /**
   * Whoever has it may join. {@link boardSecretBytes} random bytes are what a board begins with, and let edit;
   * {@link viewSecretBytes} that are made from them (`viewSecretOf` in `keys.ts`) let view only.
   */
  readonly secret: Uint8Array;
  /** For people, before they have joined; at most {@link maxBoardNameLength} characters. */
  readonly boardName: string;
  /** Base URLs of signaling servers (`http://192.168.1.20:7420`); at most {@link maxInviteHosts}. */
  readonly hosts: readonly string[];
}

export const boardSecretBytes = 32;

/** What lets view: 32 bytes that say nothing of the board's secret, and the public key that editors are known by. */
export const viewSecretBytes = 64;

/** @returns undefined if `secret` is of neither kind. */
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

/** Whether `text` can be the base URL of a signaling server: http or https, a host, perhaps a port and a path. */
export function isHostAddress(text: string): boolean {
  return text.length <= maxHostAddressLength && hostAddressPattern.test(text);
}

/**
 * The secret of a new board.
 *
 * @param random {@link boardSecretBytes} bytes from a cryptographic source.
 * @throws RangeError if there are not that many, or if they are all the same: then the source is broken, and a board
 *   that anybody can guess is worse than none.
 */
export function newBoardSecret(random: Uint8Array): Uint8Array {
  if (random.length !== boardSecretBytes) {
    throw new RangeError(`a board secret has ${boardSecretBytes} bytes, not ${random.length}`);
  }
  if (random.every((byte) => byte === random[0])) throw new RangeError('a board secret must be random');
  return random.slice();
}

/**
 * What is wrong with an invite as a sentence for a developer.
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
