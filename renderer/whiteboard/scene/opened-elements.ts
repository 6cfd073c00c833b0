/**
 * The elements that Excalidraw is opened with: copies of the agreed ones, which are whole and checked. The build lets Excalidraw take
 * them as they are (`scripts/packaging/excalidraw-patches.mjs`), so a copy that is unchanged is known by its object and its version.
 */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { BoardElement } from '#shared/board/state.ts';
import { toScene } from './adapter.ts';

declare global {
  /** Lists of elements that Excalidraw neither copies nor completes. */
  var PAXBOARD_EXCALIDRAW_WHOLE: WeakSet<readonly object[]> | undefined;
}

const asOpened = { version: 1, versionNonce: 1, updated: 1 };

/** The agreed element of each copy. */
const agreedOf = new WeakMap<object, BoardElement>();

/** Copies for Excalidraw, in the same order; those that it cannot draw are left out. */
export function openedElements(agreed: readonly BoardElement[]): readonly ExcalidrawElement[] {
  const elements = agreed.flatMap((element) => {
    const copy = toScene(element, asOpened);
    if (copy === undefined) return [];
    agreedOf.set(copy, element);
    return copy;
  });
  globalThis.PAXBOARD_EXCALIDRAW_WHOLE ??= new WeakSet();
  globalThis.PAXBOARD_EXCALIDRAW_WHOLE.add(elements);
  return elements;
}

/** Whether `element` of the scene is still the copy of this agreed element. Excalidraw gives a changed one another version. */
export function isAsOpened(element: ExcalidrawElement, agreed: BoardElement): boolean {
  const { version, versionNonce } = element;
  return (
    version === asOpened.version && versionNonce === asOpened.versionNonce && agreedOf.get(element) === agreed
  );
}
