/** The size of texts that the board has merged: it can only be measured where they are shown. */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { ElementPatch } from '#shared/board/commands.ts';
import { diffElement } from '#shared/board/element-diff.ts';
import type { Scene, SceneBoard } from '../scene.ts';

/**
 * @param shown the elements of the scene, with the merged texts.
 * @param isChanged whether this person is changing an element: its next submission has its size.
 */
export function measuredTexts(
  ids: readonly string[],
  shown: readonly ExcalidrawElement[],
  options: {
    readonly board: Pick<SceneBoard, 'element'>;
    readonly scene: Pick<Scene, 'fitted'>;
    readonly isChanged: (id: string) => boolean;
  },
): readonly ElementPatch[] {
  const wanted = new Set(ids);
  return shown.flatMap((element) => {
    const agreed = options.board.element(element.id);
    if (!wanted.has(element.id) || agreed === undefined || options.isChanged(element.id)) return [];
    if (typeof agreed.originalText !== 'string') return [];
    const { x, y, width, height, text, originalText } = options.scene.fitted(element, agreed.originalText);
    const patch = diffElement(agreed, { ...agreed, x, y, width, height, text, originalText });
    if (patch === undefined) return [];
    // If the text has changed again until this takes effect, its lines are not those.
    return [{ ...patch, set: { ...patch.set, originalText } }];
  });
}
