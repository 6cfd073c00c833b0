/** The effect of a patch on one element. Its cost is proportional to the patch if the element was valid and stays so. */

import type { ElementPatch, Json } from '../../commands.ts';
import type { BoardElement } from '../../state.ts';
import { isSameJson, jsonBytes, propertyBytes } from '../../values/json.ts';
import { checkAgreed, type Refusal } from '../check.ts';
import { isSharedType } from '../rules/schema.ts';
import { mergedPatch } from './merged-patch.ts';

/** An element that passed the check, and its size as `jsonBytes` counts it. */
export interface Weighed {
  readonly element: BoardElement;
  readonly bytes: number;
  /** Its text is neither the one before nor that of the patch. */
  readonly isMerged?: true;
}

/**
 * @param before undefined for a new element.
 * @returns `before` itself if nothing changes.
 */
export function patchedElement(before: Weighed | undefined, patch: ElementPatch): Weighed | Refusal {
  if (before === undefined) {
    const checked = checkAgreed(created(patch));
    return checked.result === 'refused' ? checked : weighed(checked.element);
  }
  const merged = mergedPatch(before.element, patch);
  const { element, changed } = withPatch(before.element, merged);
  if (changed.size === 0) return before;
  // An element that can be shown stays one: it is never made another type of thing.
  if (isSharedType(before.element.type) && element.type !== before.element.type) {
    return { result: 'refused', property: 'type', why: 'the type of an element cannot change' };
  }
  const checked = checkAgreed(element, before.element, changed);
  if (checked.result === 'refused') return checked;
  if (checked.result === 'repaired') return weighed(checked.element);
  let { bytes } = before;
  for (const name of changed) bytes += sizeOf(element, name) - sizeOf(before.element, name);
  const isMerged = merged.set.originalText !== patch.set.originalText && changed.has('originalText');
  return { element, bytes, ...(isMerged ? { isMerged } : {}) };
}

function weighed(element: BoardElement): Weighed {
  return { element, bytes: jsonBytes(element) };
}

function sizeOf(element: BoardElement, name: string): number {
  // A type of a later version may have properties with the names of inherited ones (`toString`).
  const value = Object.hasOwn(element, name) ? element[name] : undefined;
  return value === undefined ? 0 : propertyBytes(name, value);
}

/** A patch of a new element has all of its properties. Without a look at each of them: a drawing has thousands of elements. */
function created({ id, set, unset = [] }: ElementPatch): BoardElement {
  const properties: Record<string, Json> = { ...set };
  for (const name of unset) delete properties[name];
  return Object.freeze(Object.assign(properties, { id }));
}

/** `before` after `patch`, and the names of the properties that differ. */
function withPatch(
  before: BoardElement,
  { id, set, unset = [] }: ElementPatch,
): { readonly element: BoardElement; readonly changed: ReadonlySet<string> } {
  const properties: Record<string, Json> = { ...before };
  const changed = new Set<string>();
  for (const name of Object.keys(set)) {
    const value = set[name];
    if (name === 'id' || value === undefined || isSameJson(properties[name], value)) continue;
    properties[name] = value;
    changed.add(name);
  }
  for (const name of unset) {
    if (!Object.hasOwn(properties, name)) continue;
    delete properties[name];
    changed.add(name);
  }
  return { element: Object.freeze(Object.assign(properties, { id })), changed };
}
