/** The dependencies of `SceneSync`: Excalidraw's scene, the board, time, and a listener. */

import type { ExcalidrawElement, ExcalidrawTextElement } from '@excalidraw/excalidraw/element/types';
import type { BoardSession } from '#app/session/api.ts';
import type { StepMark } from '#app/session/changes/undo/element-history.ts';
import type { GestureState } from './gesture.ts';
import type { Painted } from './painting/in-place.ts';

/** The scene, as Excalidraw's API offers it. */
export interface Scene {
  /** Deleted elements included, in drawing order. */
  elements(): readonly ExcalidrawElement[];
  /** The number of elements, without deleted ones. */
  count(): number;
  gesture(): GestureState;
  /** Whether a person could see it now: neither its tab nor the page is hidden. */
  isSeen(): boolean;
  /** Of the step of undo to which a change belongs that is submitted now. */
  mark(): StepMark;
  /** Whether an element can be shared as it is; asked again after a change of the scene. */
  isReady(element: ExcalidrawElement): boolean;
  /**
   * The look of a text element with another text: its lines, size and place.
   *
   * @param containerHeight of its container in place of the present one, canvas pixels.
   */
  fitted(element: ExcalidrawElement, text: string, containerHeight?: number): FittedText;
  /**
   * Replaces all elements without adding to this person's undo history.
   *
   * @param painted the difference from the present elements, if it is small and known.
   */
  show(elements: readonly ExcalidrawElement[], painted?: Painted): void;
}

/** `text` with its line breaks in the width of the element or its container; `originalText` without those. */
export type FittedText = Readonly<
  Pick<ExcalidrawTextElement, 'text' | 'originalText' | 'x' | 'y' | 'width' | 'height'>
>;

export interface SceneSyncListener {
  /** The number of shown elements, without deleted ones. */
  shown(count: number): void;
  /** The number of elements of the board that cannot be drawn here. */
  undrawable(count: number): void;
  /** An element of a type that is not shared (an embedded page) was added to the scene, and has been removed from it. */
  notShared(): void;
  /** This person tried to change a text in which another person types. */
  beingTyped(): void;
  /** This person deleted most of the board. The elements stay until `SceneSync.submit` receives their deletion. */
  largeDeletion(ids: readonly string[]): void;
}

/** Time as `SceneSync` needs it; the browser's in the product. */
export interface SceneClock {
  /** Milliseconds. */
  now(): number;
  /** @returns a function that cancels. */
  after(milliseconds: number, run: () => void): () => void;
  /** After the running code, before anything is drawn. @returns a function that cancels. */
  soon(run: () => void): () => void;
  /** Before the next frame is drawn, later while the scene is not seen. @returns a function that cancels. */
  frame(run: () => void): () => void;
  /** An integer from 0 to 2^31 - 1. */
  nonce(): number;
}

export type SceneBoard = Pick<
  BoardSession,
  'elements' | 'element' | 'patchElements' | 'subscribeElements' | 'live' | 'mergedTexts'
>;
