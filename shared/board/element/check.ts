/**
 * Whether an element can be shown by every device, as it is or repaired. It is a pure function: all devices make the same
 * repairs, and a repaired element is valid.
 *
 * Properties are repaired one by one, so that the order of two people's changes to two properties seldom matters. Rules about
 * several properties (a path and its size, a size and its cost of hatching) are applied afterwards.
 */

import type { Json } from '../commands.ts';
import type { BoardElement } from '../state.ts';
import type { Record } from './rules/rule.ts';
import { isElementId, type Property, schemas } from './rules/schema.ts';
import { togetherWithOthers, wholeOf } from './rules/whole.ts';

export type Checked =
  /** `element` is the very object that was given. */
  | { readonly result: 'as-is'; readonly element: BoardElement }
  | { readonly result: 'repaired'; readonly element: BoardElement }
  | Refusal;

export interface Refusal {
  readonly result: 'refused';
  /** The name of the property for which there is no repair. */
  readonly property: string;
  /** For people, as the end of "it is refused because …". */
  readonly why: string;
}

/**
 * An element without a type that is shared (`isSharedType`) is given back as it is, except for its `index`: nobody shows
 * it, and a later version may know it.
 *
 * @param before an element of the same type that passed the check: what is as in that one is not looked at again.
 * @param differing the names of all properties that differ from `before`, if they are known; all are compared otherwise.
 */
export function checkElement(
  element: BoardElement,
  before?: BoardElement,
  differing?: ReadonlySet<string>,
): Checked {
  if (!isElementId(element.id)) {
    return {
      result: 'refused',
      property: 'id',
      why: 'its id is empty, longer than 64 characters, or no text',
    };
  }
  const schema = schemas.get(element.type ?? null);
  if (schema === undefined) return checkOther(element);
  const known = before?.type === element.type ? before : undefined;
  let changes: Map<string, Json | undefined> | undefined;
  let isWhole = known !== undefined;
  const names = known === undefined ? undefined : differing;
  for (const name of names ?? Object.keys(element)) {
    const value = element[name];
    if (value === undefined || (known !== undefined && known[name] === value)) continue;
    if (togetherWithOthers.has(name)) isWhole = false;
    const property = schema.get(name);
    const valid = property === undefined ? undefined : validOf(property, value);
    if (valid === value) continue;
    changes ??= new Map();
    changes.set(name, valid);
  }
  for (const name of names ?? schema.keys()) {
    const property = schema.get(name);
    if (property === undefined || element[name] !== undefined) continue;
    if (togetherWithOthers.has(name)) isWhole &&= known?.[name] === undefined;
    if (property.fallback === undefined) continue;
    changes ??= new Map();
    changes.set(name, property.fallback);
  }
  const properties = changes === undefined ? element : withChanges(element, changes);
  const whole = isWhole ? [] : wholeOf(element, properties);
  if (typeof whole === 'string') return { result: 'refused', property: 'points', why: whole };
  if (changes === undefined && whole.length === 0) return { result: 'as-is', element };
  const repaired: Record = Object.assign({ ...properties }, ...whole);
  for (const [name, value] of Object.entries(repaired)) if (value !== element[name]) freezeAll(value);
  return { result: 'repaired', element: Object.freeze({ ...repaired, id: element.id }) };
}

/** Frozen elements that {@link checkElement} gave: as they were, or repaired. */
const valid = new WeakSet<BoardElement>();

/**
 * As `checkElement`. An agreed element, which is frozen with all that is in it, is checked once.
 *
 * @param before @param differing as of {@link checkElement}.
 */
export function checkAgreed(
  element: BoardElement,
  before?: BoardElement,
  differing?: ReadonlySet<string>,
): Checked {
  if (valid.has(element)) return { result: 'as-is', element };
  const checked = checkElement(element, before, differing);
  if (checked.result !== 'refused' && Object.isFrozen(checked.element)) valid.add(checked.element);
  return checked;
}

/** The elements that a check accepts, as it gives them. */
export function checkedOrNone(element: BoardElement): BoardElement | undefined {
  const checked = checkElement(element);
  return checked.result === 'refused' ? undefined : checked.element;
}

const indexOf = schemas.get('rectangle')?.get('index');

function checkOther(element: BoardElement): Checked {
  const { index } = element;
  if (index === undefined || indexOf === undefined) return { result: 'as-is', element };
  const valid = validOf(indexOf, index) ?? null;
  if (valid === index) return { result: 'as-is', element };
  return { result: 'repaired', element: Object.freeze({ ...element, index: valid }) };
}

function freezeAll(value: Json): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const item of Object.values(value)) freezeAll(item);
}

function validOf({ rule, fallback }: Property, value: Json): Json | undefined {
  const valid = rule(value);
  return valid === undefined ? fallback : valid;
}

function withChanges(element: Record, changes: ReadonlyMap<string, Json | undefined>): Record {
  const properties: { [name: string]: Json } = { ...element };
  for (const [name, value] of changes) {
    if (value === undefined) delete properties[name];
    else properties[name] = value;
  }
  return properties;
}
