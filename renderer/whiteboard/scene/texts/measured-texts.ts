/** The size of texts that only a window can measure: merged ones, and those whose font arrived late. */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { ElementPatch } from '#shared/board/commands.ts';
import { diffElement } from '#shared/board/element-diff.ts';
import { toScene } from '../adapter.ts';
import type { Scene, SceneBoard } from '../scene.ts';

/** Texts that are measured at once, at most: a person writes few, and can select thousands. */
export const maxMeasured = 100;

/** Canvas pixels. */
const tolerance = 1;

/**
 * Their texts are those of the board, which the scene may not show yet.
 *
 * @param ids at most {@link maxMeasured}.
 * @returns the changes of those that have another size or other line breaks.
 */
export function measuredTexts(
  ids: readonly string[],
  board: Pick<SceneBoard, 'element'>,
  scene: Pick<Scene, 'elements' | 'fitted'>,
): readonly ElementPatch[] {
  const wanted = new Set(ids);
  const shown = scene.elements().filter(({ id }) => wanted.has(id));
  return shown.flatMap((element) => measured(element, board, scene) ?? []);
}

function measured(
  shown: ExcalidrawElement,
  board: Pick<SceneBoard, 'element'>,
  scene: Pick<Scene, 'fitted'>,
): ElementPatch | undefined {
  const agreed = board.element(shown.id);
  if (agreed?.type !== 'text' || agreed.isDeleted === true) return undefined;
  const { version, versionNonce, updated } = shown;
  const element = toScene(agreed, { version, versionNonce, updated });
  if (element?.type !== 'text') return undefined;
  const { x, y, width, height, text, originalText } = scene.fitted(element, element.originalText);
  const isSame =
    text === element.text &&
    Math.abs(width - element.width) <= tolerance &&
    Math.abs(height - element.height) <= tolerance;
  const patch = diffElement(agreed, { ...agreed, x, y, width, height, text, originalText });
  if (isSame || patch === undefined) return undefined;
  // With the text the board knows what was measured: if it has changed again, the measure has no effect.
  return { ...patch, set: { ...patch.set, originalText } };
}
