import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { notifications } from '@mantine/notifications';
import { useCallback, useEffect, useMemo } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import { warnIfNearlyFull } from '../../ui/nearly-full.ts';
import { imageProblems, whiteboard as texts } from '../texts.ts';
import { drawnBlobs } from './drawn-blobs.ts';
import { ImageFiles, type ImageProblem } from './image-files.ts';
import { sceneFiles } from './scene-files.ts';

export interface Images {
  /** Absent until Excalidraw is mounted. */
  readonly files: ImageFiles | undefined;
  /** For Excalidraw, which names a file that a person inserts. @throws Error with a sentence for the person. */
  readonly generateId: (file: File) => Promise<string>;
}

export function useImages(
  session: BoardSession,
  api: ExcalidrawImperativeAPI | undefined,
  viewOnly: boolean,
): Images {
  const { blobs } = session;
  const files = useMemo(
    () =>
      api === undefined
        ? undefined
        : new ImageFiles({
            blobs: session.blobs,
            files: sceneFiles(api),
            drawn: () => drawnBlobs(session),
            agreed: (id) => session.element(id)?.fileId,
            refuse: announce,
          }),
    [session, api],
  );
  useEffect(() => () => files?.stop(), [files]);
  const generateId = useCallback(
    async (file: File) => {
      if (files === undefined || viewOnly) throw new Error(texts.viewOnly);
      const made = await files.insert(new Uint8Array(await file.arrayBuffer()));
      if (typeof made === 'string') throw new Error(imageProblems[made]);
      warnIfNearlyFull(blobs.view().bytes);
      return made.id;
    },
    [files, blobs, viewOnly],
  );
  return { files, generateId };
}

function announce(why: ImageProblem): void {
  notifications.show({
    id: 'image',
    title: texts.imageTitle,
    message: imageProblems[why],
    color: 'yellow',
  });
}
