/** The elements of the whiteboard as a list: the text alternative of the canvas. */

import type { BoardElement } from '#shared/board/state.ts';

/** The maximum number of entries; the list states how many elements there are. */
export const maxEntries = 500;

/** The maximum length of an entry's text, characters. */
const maxTextLength = 200;

export interface OutlineEntry {
  readonly id: string;
  /** Excalidraw's name of the type. */
  readonly type: string;
  /** Its own text, its label or the name of its frame; empty if it has none. */
  readonly text: string;
}

/**
 * In reading order: from the top, then from the left. A label belongs to the entry of its shape.
 *
 * @param elements in drawing order, deleted ones included.
 */
export function outlineOf(elements: readonly BoardElement[]): {
  readonly entries: readonly OutlineEntry[];
  readonly count: number;
} {
  const living = elements.filter(({ isDeleted }) => isDeleted !== true);
  const ids = new Set(living.map(({ id }) => id));
  const labels = new Map<string, string>();
  for (const { type, containerId, originalText, text } of living) {
    if (type === 'text' && typeof containerId === 'string' && ids.has(containerId))
      labels.set(containerId, String(originalText ?? text ?? ''));
  }
  const own = living.filter(
    ({ type, containerId }) => type !== 'text' || typeof containerId !== 'string' || !ids.has(containerId),
  );
  const entries = own
    .toSorted((a, b) => place(a, 'y') - place(b, 'y') || place(a, 'x') - place(b, 'x'))
    .slice(0, maxEntries)
    .map((element) => ({ id: element.id, type: String(element.type), text: textOf(element, labels) }));
  return { entries, count: own.length };
}

function textOf(element: BoardElement, labels: ReadonlyMap<string, string>): string {
  const { id, type, originalText, text, name } = element;
  const own = type === 'text' ? (originalText ?? text) : type === 'frame' ? name : labels.get(id);
  return typeof own === 'string' ? own.replace(/\s+/g, ' ').trim().slice(0, maxTextLength) : '';
}

function place(element: BoardElement, axis: 'x' | 'y'): number {
  const value = element[axis];
  return typeof value === 'number' ? value : 0;
}
