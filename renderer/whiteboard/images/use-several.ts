/** Adds several dropped or pasted files as pictures, and reports those that are left out. */

import { viewportCoordsToSceneCoords } from '@excalidraw/excalidraw';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { notifications } from '@mantine/notifications';
import { type RefObject, useCallback } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import { warnIfNearlyFull } from '../../ui/nearly-full.ts';
import type { Following } from '../scene/follow.ts';
import { severalProblemText, severalTexts } from '../texts.ts';
import type { ImageFiles } from './image-files.ts';
import { picturesFor, type ReadSeveral, readSeveral } from './several.ts';

/** Notices of single files; the further ones are counted. */
const maxNamed = 3;

/** CSS pixels in the window. */
export interface WindowPlace {
  readonly clientX: number;
  readonly clientY: number;
}

export function useSeveral(options: {
  readonly session: BoardSession;
  readonly api: ExcalidrawImperativeAPI | undefined;
  readonly following: RefObject<Following | undefined>;
  readonly images: ImageFiles | undefined;
  /** Shows the added elements. */
  readonly placed: (ids: readonly string[]) => void;
}): (files: readonly File[], place: WindowPlace) => void {
  const { session, api, following, images, placed } = options;
  return useCallback(
    (files, place) => {
      if (api === undefined || images === undefined) return;
      const centre = viewportCoordsToSceneCoords(place, api.getAppState());
      void readSeveral(files, (bytes) => images.insert(bytes)).then(({ pictures, leftOut }) => {
        const current = following.current;
        // The board was left meanwhile.
        if (current === undefined) return;
        const patches = picturesFor(session.elements(), pictures, centre);
        current.sync.submit(patches);
        const added = patches.map(({ id }) => id);
        api.updateScene({
          appState: { selectedElementIds: Object.fromEntries(added.map((id) => [id, true as const])) },
        });
        placed(added);
        report(leftOut);
        warnIfNearlyFull(session.blobs.view().bytes);
      });
    },
    [session, api, following, images, placed],
  );
}

function report(leftOut: ReadSeveral['leftOut']): void {
  for (const { name, why } of leftOut.slice(0, maxNamed))
    notifications.show({
      title: severalTexts.title({ name }),
      message: severalProblemText(why),
      color: 'yellow',
    });
  const more = leftOut.length - maxNamed;
  if (more > 0) notifications.show({ message: severalTexts.more({ count: more }), color: 'yellow' });
}
