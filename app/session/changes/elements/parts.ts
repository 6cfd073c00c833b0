/** Splits a change that is too large for one command, by `ElementPatch.append`. */

import type { ElementPatch, Json } from '#shared/board/commands.ts';
import { isJsonArray } from '#shared/board/values/json.ts';

type Appended = NonNullable<ElementPatch['append']>;

/**
 * Patches that together do what `patch` does; each is to be a command of its own, in this order, all but the last one with
 * `more`.
 *
 * @param bytesOf the bytes of a command of this patch.
 * @param maxBytes of one command, at most.
 * @returns undefined if one of its properties cannot be divided and does not fit.
 */
export function partsOf(
  patch: ElementPatch,
  bytesOf: (patch: ElementPatch) => number,
  maxBytes: number,
): readonly ElementPatch[] | undefined {
  const { id, set, ...rest } = patch;
  let filling: ElementPatch = { id, set: {}, ...rest };
  const parts: ElementPatch[] = [];
  for (const [name, value] of Object.entries(set)) {
    const whole = { ...filling, set: { ...filling.set, [name]: value } };
    if (bytesOf(whole) <= maxBytes) {
      filling = whole;
      continue;
    }
    const fits = (piece: Json) => bytesOf({ id, set: { [name]: piece }, append: {} }) <= maxBytes;
    const [first, ...further] = pieces(value, fits) ?? [];
    if (first === undefined) return undefined;
    parts.push(filling);
    filling = { id, set: { [name]: first }, append: {} };
    for (const piece of further) {
      parts.push(filling);
      filling = { id, set: {}, append: { [name]: piece } };
    }
  }
  return [...parts, filling];
}

/** `value` cut into halves until each fits; undefined if it cannot be cut. */
function pieces(value: Json, fits: (piece: Json) => boolean): Appended[string][] | undefined {
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null || !isJsonArray(value))) {
    return undefined;
  }
  if (fits(value)) return [value];
  const middle = middleOf(value);
  if (middle === 0 || middle === value.length) return undefined;
  const before = pieces(value.slice(0, middle), fits);
  const after = pieces(value.slice(middle), fits);
  return before === undefined || after === undefined ? undefined : [...before, ...after];
}

/** Never between the two units of one character. */
function middleOf(value: string | readonly Json[]): number {
  const middle = value.length >>> 1;
  if (typeof value !== 'string') return middle;
  const unit = value.charCodeAt(middle);
  return unit >= 0xdc00 && unit <= 0xdfff ? middle - 1 : middle;
}
