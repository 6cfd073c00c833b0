/** The operations of the simulated clients, encoded as the bytes of a command. */

import { encodeCommand } from '#shared/board/bytes/codec.ts';
import type { BoardCommandBody } from '#shared/board/commands.ts';

export type Operation =
  | { readonly type: 'write'; readonly key: string; readonly value: string }
  /** Only newer versions know it. */
  | { readonly type: 'append'; readonly key: string; readonly value: string }
  /** Claims a key that is not claimed yet, as a user claims a task. */
  | { readonly type: 'claim'; readonly key: string }
  | { readonly type: 'read'; readonly key: string }
  /** `value` is a command of the board about its members, in base64. */
  | { readonly type: 'member'; readonly key: string; readonly value: string };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function bodyOf(operation: Operation): Uint8Array {
  const value = 'value' in operation ? operation.value : '';
  return encoder.encode(`${operation.type} ${operation.key} ${value}`);
}

/** The operation that performs `command`, a `member/…`. */
export function memberOperation(command: BoardCommandBody): Operation {
  const value = Buffer.from(encodeCommand({ ...command, at: 0 })).toString('base64');
  return { type: 'member', key: 'members', value };
}

/** @throws RangeError if `body` is not the result of {@link bodyOf}. */
export function operationFrom(body: Uint8Array): Operation {
  const [type, key, value] = decoder.decode(body).split(' ');
  if (key !== undefined) {
    if (type === 'write' || type === 'append' || type === 'member') return { type, key, value: value ?? '' };
    if (type === 'claim' || type === 'read') return { type, key };
  }
  throw new RangeError('not an operation');
}
