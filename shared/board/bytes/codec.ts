/** Commands as the bytes that are agreed on. */

import * as v from 'valibot';
import { maxCommandBytes } from '#shared/paxos/model/entry.ts';
import type { BoardCommand, RefusalReason } from '../commands.ts';
import { maxJsonDepth } from '../limits.ts';
import { commandSchema } from './command-schema.ts';
import { decodePlain, encodePlain } from './plain-data.ts';

/** A command, or the reason for which every replica refuses these bytes. */
export type Decoded =
  | { readonly ok: true; readonly command: BoardCommand }
  | { readonly ok: false; readonly reason: Extract<RefusalReason, 'malformed' | 'too-large' | 'too-many'> };

/** The levels around the value of a property: a command, its patches, a patch, its `set`. */
const depthAroundProperties = 4;

/**
 * The body of an engine's `Command`.
 *
 * It is not checked whether the command would be accepted: {@link decodeCommand} says so of the result.
 *
 * @throws RangeError if it would have more than `maxCommandBytes` bytes.
 */
export function encodeCommand(command: BoardCommand): Uint8Array {
  const bytes = encodePlain(command);
  if (bytes.byteLength > maxCommandBytes) {
    throw new RangeError(`a command of ${bytes.byteLength} bytes; at most ${maxCommandBytes} are allowed`);
  }
  return bytes;
}

/** Never throws; equal bytes give equal results on every replica. A returned command is within all limits. */
export function decodeCommand(bytes: Uint8Array): Decoded {
  if (bytes.byteLength > maxCommandBytes) return { ok: false, reason: 'too-large' };
  const data = decodePlain(bytes, maxJsonDepth + depthAroundProperties);
  if (data === undefined) return { ok: false, reason: 'malformed' };
  const parsed = v.safeParse(commandSchema, data);
  return parsed.success
    ? { ok: true, command: parsed.output }
    : { ok: false, reason: reasonOf(parsed.issues) };
}

/** Does not depend on the order in which the validator found the issues: the gravest counts. */
function reasonOf(issues: readonly { readonly message: string }[]): (Decoded & { ok: false })['reason'] {
  const found = new Set(issues.map(({ message }) => message));
  if (found.size === 1 && found.has('too-large')) return 'too-large';
  if (found.size === 1 && found.has('too-many')) return 'too-many';
  return 'malformed';
}
