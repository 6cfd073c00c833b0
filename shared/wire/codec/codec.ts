/**
 * Encoding: one byte for the kind, then one MessagePack value.
 *
 * Every value is self-contained. msgpackr's records and shared structures would make the meaning of bytes depend on
 * earlier bytes of the connection or database; they are off, and `scan` rejects them.
 */

import { Packr, RESERVE_START_SPACE } from 'msgpackr';
import * as v from 'valibot';
import { scan } from './scan.ts';

/** The validated value, or the problem with the bytes, as a phrase for a log or a notice. */
export type Decoded<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: string };

const packr = new Packr({
  useRecords: false,
  variableMapSize: true,
  moreTypes: false,
  structuredClone: false,
  int64AsType: 'number',
});

/**
 * Encodes `value` after the byte `kind` (0 to 255). The bytes are a view into a buffer that is never overwritten, but
 * shared with other frames: copy them to keep them.
 */
export function pack(kind: number, value: unknown): Uint8Array {
  const packed = packr.pack(value, RESERVE_START_SPACE | 1);
  packed[0] = kind;
  // In Node msgpackr returns Buffers; callers get the same plain arrays as in a browser.
  return new Uint8Array(packed.buffer, packed.byteOffset, packed.byteLength);
}

/**
 * Decodes the value after the byte `kind`, if it passes `schema`. Binary values in it are views into `bytes`, which
 * must not be modified afterwards. Never throws, for any `bytes`.
 */
export function unpack<Schema extends v.GenericSchema>(
  kind: number,
  schema: Schema,
  bytes: Uint8Array,
  maxBytes: number,
): Decoded<v.InferOutput<Schema>> {
  if (bytes.byteLength > maxBytes) return refused(`${bytes.byteLength} bytes, more than ${maxBytes}`);
  if (bytes[0] !== kind)
    return refused(bytes.byteLength === 0 ? 'empty' : `of kind ${bytes[0]}, not ${kind}`);
  const problem = scan(bytes, 1);
  if (problem !== undefined) return refused(problem);
  let raw: unknown;
  try {
    raw = packr.unpack(new Uint8Array(bytes.buffer, bytes.byteOffset + 1, bytes.byteLength - 1));
  } catch (error) {
    return refused(`not decodable: ${error instanceof Error ? error.message : String(error)}`);
  }
  const result = v.safeParse(schema, raw, { abortEarly: true, abortPipeEarly: true });
  if (result.success) return { ok: true, value: result.output };
  return refused(inWords(result.issues[0]));
}

/** Characters of a problem, at most: it may quote received data. */
const maxProblemLength = 200;

export function refused(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem: problem.slice(0, maxProblemLength) };
}

function inWords(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return path === null ? issue.message : `${issue.message} (at ${path})`;
}
