/** The size of texts that only a window can measure: merged ones, and those whose font arrived late. */

import type { ExcalidrawElement, ExcalidrawTextElement } from '@excalidraw/excalidraw/element/types';
import type { ElementPatch } from '#shared/board/commands.ts';
import { diffElement } from '#shared/board/element-diff.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { toScene } from '../adapter.ts';
import type { FittedText, Scene, SceneBoard } from '../scene.ts';
import { heightAround } from './label-container.ts';

/** Texts that are measured at once, at most: a person writes few, and can select thousands. */
export const maxMeasured = 100;

/** Canvas pixels. */
const tolerance = 1;

/**
 * Their texts are those of the board, which the scene may not show yet.
 *
 * @param ids at most {@link maxMeasured}.
 * @returns the changes of those that have another size, place or line breaks, and of containers that are too low for them.
 */
export function measuredTexts(
  ids: readonly string[],
  board: Pick<SceneBoard, 'element'>,
  scene: Pick<Scene, 'elements' | 'fitted'>,
): readonly ElementPatch[] {
  const wanted = new Set(ids);
  const shown = scene.elements().filter(({ id }) => wanted.has(id));
  return shown.flatMap((element) => measured(element, board, scene));
}

function measured(
  shown: ExcalidrawElement,
  board: Pick<SceneBoard, 'element'>,
  scene: Pick<Scene, 'fitted'>,
): readonly ElementPatch[] {
  const agreed = board.element(shown.id);
  if (agreed?.type !== 'text' || agreed.isDeleted === true) return [];
  const { version, versionNonce, updated } = shown;
  const element = toScene(agreed, { version, versionNonce, updated });
  if (element?.type !== 'text') return [];
  const fitted = scene.fitted(element, element.originalText);
  const container = typeof agreed.containerId === 'string' ? board.element(agreed.containerId) : undefined;
  const higher = container === undefined ? undefined : heightened(container, fitted.height);
  if (higher === undefined) return sized(element, agreed, fitted);
  // In the middle or at the bottom of a higher container, the label has another place.
  const label = sized(element, agreed, scene.fitted(element, element.originalText, higher.set.height));
  return [...label, higher];
}

/** The change of a text to its measured size and place. */
function sized(
  shown: ExcalidrawTextElement,
  agreed: BoardElement,
  { x, y, width, height, text, originalText }: FittedText,
): readonly ElementPatch[] {
  const places = { x, y, width, height };
  const isSame =
    text === shown.text &&
    (['x', 'y', 'width', 'height'] as const).every((at) => Math.abs(places[at] - shown[at]) <= tolerance);
  const patch = diffElement(agreed, { ...agreed, x, y, width, height, text, originalText });
  if (isSame || patch === undefined) return [];
  // With the text the board knows what was measured: if it has changed again, the measure has no effect.
  return [{ ...patch, set: { ...patch.set, originalText } }];
}

/** The change of a container that is too low for its label. */
function heightened({ id, type, height, isDeleted }: BoardElement, labelHeight: number) {
  if (typeof type !== 'string' || typeof height !== 'number' || isDeleted === true) return undefined;
  const needed = heightAround(type, labelHeight);
  return needed === undefined || needed <= height + tolerance ? undefined : { id, set: { height: needed } };
}
