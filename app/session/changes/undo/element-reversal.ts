/** What a change of elements did, property by property, and how it is taken back where it still stands. */

import type { ElementPatch, Json } from '#shared/board/commands.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { isSameJson } from '#shared/board/values/json.ts';
import type { Change, Step } from './history.ts';

type Look = (id: string) => BoardElement | undefined;

export type ElementChange = Change<ElementPatch>;

/**
 * Properties that describe one thing together: they are taken back together or not at all. The size belongs to the points of a
 * line.
 */
const units: readonly (readonly string[])[] = [
  ['originalText', 'text'],
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
}

/** Takes `step` back as far as it stands: what others changed since stays. */
export function reversed(step: Step<ElementPatch>, look: Look): Reversed {
  const patches: ElementPatch[] = [];
  const reverse: ElementChange[] = [];
  let left = 0;
  for (const { did, back } of step.toReversed()) {
    const element = look(did.id);
    const names = element === undefined ? [] : standing(element, did);
    if (names.length < valuesOf(did).size) left += 1;
    if (element === undefined || names.length === 0) continue;
    const [values, old] = [valuesOf(did), valuesOf(back)];
    const patch = patchFrom(did.id, only(old, names));
    patches.push(patch);
    reverse.push({ did: patch, back: patchFrom(did.id, only(values, names)) });
  }
  return { patches, reverse, left };
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
