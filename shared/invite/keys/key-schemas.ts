/** Schemas of keys, signatures and names derived from keys. */

import * as v from 'valibot';

/** Exactly `length` bytes. */
export function bytesOf(length: number) {
  return v.pipe(
    v.instance(Uint8Array),
    v.check((bytes) => bytes.length === length, `expected ${length} bytes`),
    // Node's decoder returns a `Buffer`, which differs from the Uint8Array that it extends.
    v.transform((bytes): Uint8Array => Uint8Array.from(bytes)),
  );
}

/** 128 bits as base64url, e.g. {@link BoardKeys.topic}. */
export const keyNameSchema = v.pipe(v.string(), v.regex(/^[\w-]{22}$/));
