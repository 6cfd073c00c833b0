/** Any value from memory or from a file, as plain data that can be agreed on. */

import type { Json } from '../commands.ts';
import { maxJsonDepth } from '../limits.ts';
import { wellFormed } from '../values/well-formed.ts';

/** Names that mean something to JavaScript itself. */
const forbiddenNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * A copy of `value` as JSON: lone surrogates become U+FFFD, numbers without a value become null.
 *
 * @param depth nested arrays and objects, at most; deeper ones are dropped.
 * @returns undefined for values that JSON does not have: functions, `undefined`.
 */
export function plainJson(value: unknown, depth: number = maxJsonDepth): Json | undefined {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || depth === 0) return undefined;
  if (Array.isArray(value)) return value.map((item) => plainJson(item, depth - 1) ?? null);
  const object: { [key: string]: Json } = {};
  for (const [key, item] of Object.entries(value)) {
    const json = forbiddenNames.has(key) ? undefined : plainJson(item, depth - 1);
    if (json !== undefined) object[wellFormed(key)] = json;
  }
  return object;
}
