/** What an invite holds, however it is written down. */

export interface Invite {
  /** {@link boardSecretBytes} random bytes; whoever has them may join. */
  readonly secret: Uint8Array;
  /** For people, before they have joined; at most 80 characters. */
  readonly boardName: string;
  /** Base URLs of signaling servers (`http://192.168.1.20:7420`); at most 8. */
  readonly hosts: readonly string[];
}

export const boardSecretBytes = 32;
