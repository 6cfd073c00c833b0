/** Converts between agreed items of the library and Excalidraw's. */

import type { LibraryItems } from '@excalidraw/excalidraw/types';
import * as v from 'valibot';
import { checkElement } from '#shared/board/element/check.ts';
import { isSharedType } from '#shared/board/element/rules/schema.ts';
import type { LibraryItem } from '#shared/board/library/model.ts';
import { maxIdLength, maxLibraryItemElements, maxLibraryItemName } from '#shared/board/limits.ts';
import { toAgreed, toScene } from '../scene/adapter.ts';

const elementSchema = v.looseObject({
  id: v.string(),
  type: v.string(),
  version: v.fallback(v.number(), 1),
  versionNonce: v.fallback(v.number(), 1),
  index: v.fallback(v.nullable(v.string()), null),
  isDeleted: v.fallback(v.boolean(), false),
});

const itemSchema = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(maxIdLength)),
  created: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  name: v.optional(v.string()),
  elements: v.pipe(
    v.array(v.unknown()),
    v.minLength(1),
    v.maxLength(maxLibraryItemElements),
    v.array(elementSchema),
  ),
});

/** The agreed form of an item; undefined if it has an element that a library cannot have, or is too large. */
export function checkedItem(item: unknown): LibraryItem | undefined {
  const parsed = v.safeParse(itemSchema, item);
  if (!parsed.success) return undefined;
  const { id, created, name = '' } = parsed.output;
  const elements = parsed.output.elements
    .filter(({ isDeleted }) => !isDeleted)
    .flatMap((element) => {
      const checked = checkElement(toAgreed(element));
      if (checked.result === 'refused' || !isSharedType(element.type) || element.type === 'image') return [];
      return [checked.element];
    });
  if (elements.length === 0 || elements.length < parsed.output.elements.length) return undefined;
  const short = name.trim().slice(0, maxLibraryItemName);
  return { id, created, ...(short === '' ? {} : { name: short }), elements };
}

/** Items as Excalidraw shows them, without those that it cannot draw. */
export function shownItems(items: readonly LibraryItem[]): LibraryItems {
  return items.flatMap(({ id, created, name, elements }) => {
    const drawn = elements.flatMap(
      (element) => toScene(element, { version: 1, versionNonce: 1, updated: 1 }) ?? [],
    );
    if (drawn.length < elements.length) return [];
    return [
      {
        id,
        status: 'unpublished' as const,
        created,
        ...(name === undefined ? {} : { name }),
        elements: drawn,
      },
    ];
  });
}
