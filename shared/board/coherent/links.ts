/** References between elements, as agreed. */

import type { Json } from '../commands.ts';
import { isJsonArrayOrNot, isRecord } from '../element/rules/rule.ts';
import { isSharedType } from '../element/rules/schema.ts';
import type { BoardElement } from '../state.ts';

/** Agreed elements by id. */
export type Lookup = (id: string) => BoardElement | undefined;

const containers: ReadonlySet<Json | undefined> = new Set(['rectangle', 'diamond', 'ellipse', 'arrow']);
/** Types that an arrow can be bound to. */
export const bindable: ReadonlySet<Json | undefined> = new Set([
  'rectangle',
  'diamond',
  'ellipse',
  'text',
  'frame',
  'image',
]);

export function boundTo(binding: Json | undefined): string | undefined {
  return isRecord(binding) && typeof binding.elementId === 'string' ? binding.elementId : undefined;
}

const none: readonly string[] = Object.freeze([]);

/** The ids that `element` refers to: its box, its frame, the shapes it is bound to. */
export function targetsOf({
  type,
  containerId,
  frameId,
  startBinding,
  endBinding,
}: BoardElement): readonly string[] {
  // Most elements: a board is opened with thousands of them.
  if (typeof frameId !== 'string' && type !== 'arrow' && (type !== 'text' || typeof containerId !== 'string'))
    return none;
  const targets = new Set<string>();
  if (type === 'text' && typeof containerId === 'string') targets.add(containerId);
  if (typeof frameId === 'string') targets.add(frameId);
  if (type === 'arrow') {
    for (const binding of [startBinding, endBinding]) {
      const id = boundTo(binding);
      if (id !== undefined) targets.add(id);
    }
  }
  return [...targets];
}

export function isThere(element: BoardElement | undefined): element is BoardElement {
  return element !== undefined && element.isDeleted !== true && isSharedType(element.type);
}

/** The box of a text, deleted or not. */
export function boxOfLabel(element: BoardElement, get: Lookup): BoardElement | undefined {
  if (element.type !== 'text' || typeof element.containerId !== 'string') return undefined;
  const box = get(element.containerId);
  return box !== undefined && containers.has(box.type) ? box : undefined;
}

/** Whether an existing element is shown: a label only with its box, and a text only with characters. */
export function isHidden(element: BoardElement, get: Lookup): boolean {
  return element.type === 'text' && (element.text === '' || boxOfLabel(element, get)?.isDeleted === true);
}

/** Whether it is visible. */
export function isShown(element: BoardElement | undefined, get: Lookup): element is BoardElement {
  return isThere(element) && !isHidden(element, get);
}

export function isBindable(element: BoardElement | undefined, get: Lookup): element is BoardElement {
  return isShown(element, get) && bindable.has(element.type) && boxOfLabel(element, get) === undefined;
}

/** The ids in `boundElements`, in their order. */
export function boundIds({ boundElements }: BoardElement): string[] {
  if (!isJsonArrayOrNot(boundElements)) return [];
  return boundElements.flatMap((bound) => (isRecord(bound) && typeof bound.id === 'string' ? bound.id : []));
}
