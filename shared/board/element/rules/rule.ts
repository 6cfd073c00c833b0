/** Rules for single properties: the valid values, and the valid value that replaces an almost valid one. */

import type { Json } from '../../commands.ts';
import { isJsonArray } from '../../values/json.ts';
import { wellFormed } from '../../values/well-formed.ts';

/**
 * Gives `value` back if it is valid (the very same), a valid one that it stands for, or undefined if there is none. What
 * it gives is valid: asked again it gives that back.
 */
export type Rule = (value: Json) => Json | undefined;

const numeral = /^\s*[-+]?\d{1,15}(\.\d{1,15})?\s*$/;

function asNumber(value: Json): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && numeral.test(value) ? Number(value) : undefined;
}

/** A number from `least` to `most`; one beyond is taken to the bound. */
export function numberWithin(least: number, most: number): (value: Json) => number | undefined {
  return (value) => {
    const number = asNumber(value);
    if (number === undefined) return undefined;
    return number < least ? least : number > most ? most : number;
  };
}

export function integerWithin(least: number, most: number): (value: Json) => number | undefined {
  const within = numberWithin(least, most);
  return (value) => {
    const number = within(value);
    return number === undefined ? undefined : Math.trunc(number);
  };
}

export const flag: Rule = (value) => (typeof value === 'boolean' ? value : undefined);

export function oneOf(...values: readonly Json[]): Rule {
  const known = new Set(values);
  return (value) => (known.has(value) ? value : undefined);
}

/** A text of at most `maxLength` characters; the rest of a longer one is cut off. */
export function textUpTo(maxLength: number): (value: Json) => string | undefined {
  return (value) => {
    if (typeof value !== 'string') return undefined;
    // Whole first, because the cut may make a lone surrogate.
    return value.length <= maxLength ? wellFormed(value) : wellFormed(value.slice(0, maxLength));
  };
}

/** A text that `is` accepts as it is, or none. */
export function textThat(is: (text: string) => boolean): Rule {
  return (value) => (typeof value === 'string' && is(value) ? value : undefined);
}

/** Null, or the value as `rule` repairs it; also null if `rule` rejects it. */
export function orNull(rule: Rule): Rule {
  return (value) => (value === null ? null : (rule(value) ?? null));
}

export interface Record {
  readonly [name: string]: Json;
}

export function isRecord(value: Json | undefined): value is Record {
  return typeof value === 'object' && value !== null && !isJsonArray(value);
}

/** The list of the results of `item`, without repeated keys by `keyOf`; the same list if nothing changes. */
export function listOf(
  item: Rule,
  maxItems: number,
  keyOf: (value: Json) => Json = (value) => value,
): (value: Json) => readonly Json[] | undefined {
  return (value) => {
    if (!isJsonArrayOrNot(value)) return undefined;
    const items: Json[] = [];
    const keys = new Set<Json>();
    for (const candidate of value) {
      const valid = item(candidate);
      if (valid === undefined || keys.has(keyOf(valid)) || items.length === maxItems) continue;
      keys.add(keyOf(valid));
      items.push(valid);
    }
    return isSameList(items, value) ? value : items;
  };
}

export function isJsonArrayOrNot(value: Json | undefined): value is readonly Json[] {
  return value !== undefined && isJsonArray(value);
}

export function isSameList(a: readonly Json[], b: readonly Json[]): boolean {
  return a.length === b.length && a.every((item, position) => item === b[position]);
}

/** An object with exactly these properties; the same one if it is so. Undefined if one of them has no valid value. */
export function recordOf(rules: { readonly [name: string]: Rule | Fallback }): Rule {
  return (value) => {
    if (!isRecord(value)) return undefined;
    const made: { [name: string]: Json } = {};
    let isSame = true;
    for (const [name, rule] of Object.entries(rules)) {
      const before = value[name];
      const [repair, fallback] = typeof rule === 'function' ? [rule, undefined] : [rule.rule, rule.fallback];
      const after = (before === undefined ? undefined : repair(before)) ?? fallback;
      if (after === undefined) return undefined;
      if (after !== before) isSame = false;
      made[name] = after;
    }
    return isSame && Object.keys(value).length === Object.keys(made).length ? value : made;
  };
}

export interface Fallback {
  readonly rule: Rule;
  /** Where there is no valid value. */
  readonly fallback: Json;
}
