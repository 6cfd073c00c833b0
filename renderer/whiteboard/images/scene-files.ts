/** Excalidraw's files by its API. */

import { CaptureUpdateAction } from '@excalidraw/excalidraw';
import type { ExcalidrawElement, FileId } from '@excalidraw/excalidraw/element/types';
import type { BinaryFileData, DataURL, ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import type { SceneFiles } from './image-files.ts';

export function sceneFiles(api: ExcalidrawImperativeAPI): SceneFiles {
  return {
    get: (id) => api.getFiles()[id]?.dataURL,
    add: (id, mimeType, dataUrl) => {
      const file: Omit<BinaryFileData, 'id' | 'dataURL'> = { mimeType, created: Date.now() };
      // Excalidraw's types are brands of plain strings.
      api.addFiles([{ ...file, id: id as FileId, dataURL: dataUrl as DataURL }]);
    },
    rename: (id, to) => {
      const elements = api.getSceneElementsIncludingDeleted().map((element) => renamed(element, id, to));
      api.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER });
    },
    pendingImage: () => api.getAppState().pendingImageElementId,
  };
}

function renamed(element: ExcalidrawElement, id: string, to: string | undefined): ExcalidrawElement {
  if (element.type !== 'image' || element.fileId !== id) return element;
  const version = element.version + 1;
  if (to === undefined) return { ...element, version, isDeleted: true };
  return { ...element, version, fileId: to as FileId, status: 'saved' };
}
