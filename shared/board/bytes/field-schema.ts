/** The shape and the bounds of fields that commands and snapshots share. */

import * as v from 'valibot';
import { isReplicaId, type ReplicaId } from '#shared/paxos/model/ids.ts';
import { maxIdLength, maxNameLength } from '../limits.ts';
import { isPosition } from '../order/position.ts';
import { isBlank } from '../values/blank.ts';

/** The white space of ECMAScript 2023, written out: `trim()` depends on the device's version of Unicode. */
const space = /[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/;

/** `text` without the white space around it. */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && space.test(text.charAt(start))) start += 1;
  while (start < end && space.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

export function trimmedText(maxLength: number) {
  return v.pipe(
    v.string(),
    v.transform(trimmed),
    v.maxLength(maxLength, 'too-large'),
    v.check((text) => !isBlank(text)),
  );
}

/** The earlier text of a field, from which the author of a new one began. */
export function baseSchema(maxLength: number) {
  return v.pipe(v.string(), v.maxLength(maxLength));
}

export const replicaIdSchema = v.custom<ReplicaId>((id) => typeof id === 'string' && isReplicaId(id));
export const idSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(maxIdLength));
export const nameSchema = trimmedText(maxNameLength);
/** 32 bytes in base64url: see `shared/invite/link-code.ts`. */
export const linkHashSchema = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));
/** Milliseconds since 1970. */
export const timeSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const positionSchema = v.pipe(v.string(), v.check(isPosition));
