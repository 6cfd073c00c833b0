/** What a change of elements did, property by property, and how it is taken back where it still stands. */

import type { ElementPatch, Json } from '#shared/board/commands.ts';
import { roomFor } from '#shared/board/element/patch/merged-patch.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { isSameJson } from '#shared/board/values/json.ts';
import { withoutChange } from '#shared/board/values/merged-lines.ts';
import type { Change, Step } from './history.ts';

type Look = (id: string) => BoardElement | undefined;

export type ElementChange = Change<ElementPatch>;

/**
 * Properties that describe one thing together: they are taken back together or not at all. The size belongs to the points of a
 * line, and to the text that was measured.
 */
const units: readonly (readonly string[])[] = [
  ['originalText', 'text', 'width', 'height'],
  ['points', 'pressures', 'width', 'height'],
];

/** @param before the changed elements before the change; undefined for a new one. @param now as they are shown after it. */
export function changesOf(
  before: ReadonlyMap<string, BoardElement | undefined>,
  patches: readonly ElementPatch[],
  now: Look,
): Step<ElementPatch> {
  const names = new Map<string, Set<string>>();
  for (const { id, set, unset = [] } of patches) {
    const known = names.get(id) ?? new Set();
    for (const name of [...Object.keys(set), ...unset]) known.add(name);
    names.set(id, known);
  }
  return [...names].flatMap(([id, changed]) => {
    const [old, after] = [before.get(id), now(id)];
    // It was refused.
    if (after === undefined) return [];
    if (old === undefined) {
      return [{ did: { id, set: { isDeleted: false } }, back: { id, set: { isDeleted: true } } }];
    }
    const different = [...changed].filter((name) => name !== 'id' && !isSameJson(old[name], after[name]));
    if (different.length === 0) return [];
    return [{ did: patchOf(id, different, after), back: patchOf(id, different, old) }];
  });
}

/** One step of two that follow each other. */
export function joined(first: Step<ElementPatch>, second: Step<ElementPatch>): Step<ElementPatch> {
  const all = new Map(first.map((change) => [change.did.id, change]));
  for (const { did, back } of second) {
    const earlier = all.get(did.id);
    const change =
      earlier === undefined ? { did, back } : { did: over(earlier.did, did), back: over(back, earlier.back) };
    // A new element is deleted as a whole, whatever was changed of it afterwards.
    const isNew = earlier?.back.set.isDeleted === true && did.set.isDeleted !== true;
    all.set(did.id, isNew && earlier !== undefined ? earlier : change);
  }
  return [...all.values()];
}

/** `first`, then `second`. */
function over(first: ElementPatch, second: ElementPatch): ElementPatch {
  const values = new Map([...valuesOf(first), ...valuesOf(second)]);
  return patchFrom(second.id, values);
}

export interface Reversed {
  readonly patches: readonly ElementPatch[];
  /** The way back from these patches. */
  readonly reverse: Step<ElementPatch>;
  /** The number of elements of which others changed the same since: that part stays as it is. */
  readonly left: number;
  /** The elements whose new text has lines of others: a window has to measure them. */
  readonly unmeasured: readonly string[];
}

/** Takes `step` back as far as it stands: what others changed since stays, and so do their lines of a text. */
export function reversed(step: Step<ElementPatch>, look: Look): Reversed {
  const patches: ElementPatch[] = [];
  const reverse: ElementChange[] = [];
  const unmeasured: string[] = [];
  let left = 0;
  for (const { did, back } of step.toReversed()) {
    const element = look(did.id);
    const names = element === undefined ? [] : standing(element, did);
    const text =
      element === undefined || names.includes('originalText') ? undefined : textBack(element, did, back);
    const ofText = text === undefined ? [] : Object.keys(text);
    if (ofText.length > 0) unmeasured.push(did.id);
    const values = valuesOf(did);
    if ([...values.keys()].some((name) => !names.includes(name) && !ofText.includes(name))) left += 1;
    if (element === undefined || names.length + ofText.length === 0) continue;
    const others = names.filter((name) => !ofText.includes(name));
    const patch = over(patchFrom(did.id, only(valuesOf(back), others)), { id: did.id, set: text ?? {} });
    patches.push(patch);
    const again = patchFrom(did.id, only(values, others));
    reverse.push({ did: patch, back: over(again, patchOf(did.id, ofText, element)) });
  }
  return { patches, reverse, left, unmeasured };
}

/**
 * A text in which others have changed other lines since, or which was measured again, without the lines that `did` added.
 *
 * @returns undefined if `did` does not stand.
 */
function textBack(
  element: BoardElement,
  did: ElementPatch,
  back: ElementPatch,
): { readonly [property: string]: Json } | undefined {
  const [mine, before, now] = [did.set.originalText, back.set.originalText, element.originalText];
  if (typeof mine !== 'string' || typeof before !== 'string' || typeof now !== 'string') return undefined;
  // Others deleted it.
  if (element.isDeleted === true && did.set.isDeleted !== true) return undefined;
  const text = withoutChange(before, mine, now);
  if (text === undefined || text === now || text === '') return undefined;
  return { originalText: text, text, ...roomFor(text, { ...element, ...back.set }, element) };
}

/** The properties that are as `did` made them. */
function standing(element: BoardElement, did: ElementPatch): readonly string[] {
  const values = valuesOf(did);
  // Others deleted it: there is nothing to see of a change.
  if (element.isDeleted === true && !values.has('isDeleted')) return [];
  const stands = (name: string) => isSameJson(element[name], values.get(name));
  return [...values.keys()].filter((name) => {
    const unit = units.find(([first = '', ...more]) => values.has(first) && [first, ...more].includes(name));
    return (unit ?? [name]).every((one) => !values.has(one) || stands(one));
  });
}

function valuesOf({ set, unset = [] }: ElementPatch): ReadonlyMap<string, Json | undefined> {
  return new Map<string, Json | undefined>([
    ...Object.entries(set),
    ...unset.map((name) => [name, undefined] as const),
  ]);
}

function only(values: ReadonlyMap<string, Json | undefined>, names: readonly string[]) {
  return new Map(names.map((name) => [name, values.get(name)]));
}

function patchOf(id: string, names: readonly string[], element: BoardElement): ElementPatch {
  return patchFrom(id, new Map(names.map((name) => [name, element[name]])));
}

function patchFrom(id: string, values: ReadonlyMap<string, Json | undefined>): ElementPatch {
  const set: { [property: string]: Json } = {};
  const unset: string[] = [];
  for (const [name, value] of values) {
    if (value === undefined) unset.push(name);
    else set[name] = value;
  }
  return unset.length === 0 ? { id, set } : { id, set, unset };
}
