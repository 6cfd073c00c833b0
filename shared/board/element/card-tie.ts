/**
 * The tie of an element to a card. It is a property of the element, so an element has one card at most, the tie disappears and
 * returns with the element, copies and files of the drawing have it, and of two people who tie one element the later one wins.
 *
 * Ids of cards are random and never used again. A tie counts only while the board has the card; see `Ties`.
 */

import type { ElementPatch, Json } from '../commands.ts';
import { maxIdLength } from '../limits.ts';
import type { BoardElement } from '../state.ts';
import { jsonBytes } from '../values/json.ts';
import { maxCustomDataBytes } from './rules/bounds.ts';
import { isRecord } from './rules/rule.ts';

/** In `customData`, which Excalidraw keeps for its host. */
const cardKey = 'paxboardCard';

/** The part of an element that this module reads, of the board or of Excalidraw's scene. */
export interface Tieable {
  readonly id: string;
  readonly isDeleted?: unknown;
  readonly customData?: unknown;
}

/** The id of the element's card, as its author gave it: the board may not have such a card. Undefined of a deleted element. */
export function cardOf({ isDeleted, customData }: Tieable): string | undefined {
  if (isDeleted === true || typeof customData !== 'object' || customData === null) return undefined;
  const card: unknown = Object.hasOwn(customData, cardKey) ? Reflect.get(customData, cardKey) : undefined;
  return typeof card === 'string' && card !== '' && card.length <= maxIdLength ? card : undefined;
}

/** The `customData` of an element that is tied to `card`. */
export function customDataFor(card: string): { readonly [key: string]: Json } {
  return { [cardKey]: card };
}

/**
 * Ties an element to a card instead of its former one, or to none.
 *
 * @param card undefined unties.
 * @returns undefined if nothing changes.
 */
export function tiePatch(element: BoardElement, card: string | undefined): ElementPatch | undefined {
  if (element.isDeleted === true || cardOf(element) === card) return undefined;
  const { id, customData = null } = element;
  const { [cardKey]: _, ...others } = isRecord(customData) ? customData : {};
  if (card === undefined) {
    return Object.keys(others).length === 0
      ? { id, set: {}, unset: ['customData'] }
      : { id, set: { customData: others } };
  }
  const both = { ...others, ...customDataFor(card) };
  // The data of another program give way, as the board would refuse an element with more than fits.
  return { id, set: { customData: jsonBytes(both) <= maxCustomDataBytes ? both : customDataFor(card) } };
}

/** {@link tiePatch} of each that changes. */
export function tiePatches(
  elements: readonly BoardElement[],
  card: string | undefined,
): readonly ElementPatch[] {
  return elements.flatMap((element) => tiePatch(element, card) ?? []);
}
