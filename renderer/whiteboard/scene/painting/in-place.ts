/**
 * Puts a few elements into Excalidraw's scene without a look at the others. By itself Excalidraw makes its lists and maps of all elements
 * anew whenever one changes: 8 of the 30 ms that each step of another person's stroke took among 5,000 elements. One of the build's
 * patches (`excalidraw-patches.mjs`) asks here first.
 */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';

type Elements = readonly ExcalidrawElement[];

/** The difference between two lists of elements: all others are the same objects, in their places. */
export interface Painted {
  readonly before: Elements;
  /** With the id and the index of the element before. */
  readonly replaced: readonly { readonly place: number; readonly element: ExcalidrawElement }[];
  /** At the end, in ascending order of their index. */
  readonly added: Elements;
}

/** The used fields of Excalidraw's scene. */
export interface SceneFields {
  elements: Elements;
  readonly elementsMap: Map<string, ExcalidrawElement>;
  nonDeletedElements: Elements;
  readonly nonDeletedElementsMap: Map<string, ExcalidrawElement>;
  /** The last list of selected elements is one of `elements`. */
  readonly selectedElementsCache: {
    elements: Elements | null;
    selectedElementIds: { readonly [id: string]: boolean } | null;
  };
  /** A patch of the build: the visible elements when Excalidraw rendered last. Absent before. */
  readonly visibleElements?: Elements;
  /** Renders Excalidraw again. */
  triggerUpdate(): void;
}

declare global {
  interface Window {
    /** @returns whether `scene` has and shows the elements `next` now. Excalidraw replaces all otherwise. */
    PAXBOARD_EXCALIDRAW_REPLACE?: (
      scene: SceneFields,
      next: unknown,
      mapToScene: (element: ExcalidrawElement) => void,
    ) => boolean;
  }
}

export class InPlace {
  readonly #paint: (scene: SceneFields, painted: Painted) => boolean;
  #expected: { readonly next: Elements; readonly painted: Painted } | undefined;

  /** @param paint shows a change that `scene` has by then, or returns false: Excalidraw is rendered again. */
  constructor(paint: (scene: SceneFields, painted: Painted) => boolean) {
    this.#paint = paint;
  }

  /** @param show hands `next` to Excalidraw, which replaces its elements before it returns. */
  during(next: Elements, painted: Painted, show: () => void): void {
    this.#expected = { next, painted };
    try {
      show();
    } finally {
      this.#expected = undefined;
    }
  }

  /** As `PAXBOARD_EXCALIDRAW_REPLACE`. */
  readonly replace = (
    scene: SceneFields,
    next: unknown,
    mapToScene: (element: ExcalidrawElement) => void,
  ): boolean => {
    if (this.#expected === undefined || this.#expected.next !== next) return false;
    const { painted } = this.#expected;
    if (painted.before !== scene.elements) return false;
    const living = withPainted(scene.nonDeletedElements, painted);
    if (living === undefined) return false;
    const { selectedElementsCache } = scene;
    const isOfSelected =
      selectedElementsCache.elements !== scene.nonDeletedElements ||
      changedIn(painted).some((element) => isSelected(element, selectedElementsCache.selectedElementIds));
    if (!isOfSelected) selectedElementsCache.elements = living;
    for (const element of [...painted.replaced.map((one) => one.element), ...painted.added]) {
      scene.elementsMap.set(element.id, element);
      scene.nonDeletedElementsMap.set(element.id, element);
      mapToScene(element);
    }
    scene.elements = this.#expected.next;
    scene.nonDeletedElements = living;
    if (!this.#paint(scene, painted)) scene.triggerUpdate();
    return true;
  };
}

/** The changed elements, before and after. */
function changedIn({ before, replaced, added }: Painted): Elements {
  return [...replaced.flatMap(({ place, element }) => [before[place] ?? element, element]), ...added];
}

/** As Excalidraw selects: labels with their containers, and elements with their frames. */
function isSelected(element: ExcalidrawElement, ids: { readonly [id: string]: boolean } | null): boolean {
  const container = element.type === 'text' ? element.containerId : null;
  return [element.id, container, element.frameId].some((id) => id !== null && ids?.[id] === true);
}

/** @returns undefined if Excalidraw's lists of deleted elements or of frames change. */
function withPainted(living: Elements, { before, replaced, added }: Painted): Elements | undefined {
  if (!added.every(isPlain)) return undefined;
  const next = living.slice();
  for (const { place, element } of replaced) {
    const was = before[place];
    if (was === undefined || !isPlain(was) || !isPlain(element)) return undefined;
    // The places are the same unless there are deleted elements.
    const at = living[place] === was ? place : living.indexOf(was);
    if (at < 0) return undefined;
    next[at] = element;
  }
  next.push(...added);
  return next;
}

function isPlain({ isDeleted, type }: ExcalidrawElement): boolean {
  return !isDeleted && type !== 'frame' && type !== 'magicframe';
}
