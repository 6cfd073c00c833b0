/** A `SceneSync` between a fake board and a fake scene, with time under the control of the test. */

import { patchIntervalMilliseconds, SceneSync } from '../whiteboard/scene/scene-sync.ts';
import { FakeClock, FakeScene } from './fake-scene.ts';
import { FakeSession } from './fake-session.ts';
import { shape } from './shape.ts';

export interface SceneRig {
  readonly board: FakeSession;
  readonly scene: FakeScene;
  readonly clock: FakeClock;
  readonly sync: SceneSync;
  /** The latest reports, and the number of refused types. */
  readonly seen: { shown: number; undrawable: number; notShared: number };
  /** The large deletions that await a confirmation. */
  readonly asked: (readonly string[])[];
  /** Another person creates rectangles; each with its id, and properties other than the default ones. */
  create(...ids: readonly (readonly [string, { readonly [property: string]: string | number }?])[]): void;
  /** Excalidraw's reaction to any change: it calls back, and draws. */
  settle(): void;
}

/** @param board absent: a new one, without elements. */
export function sceneRig(board = newBoard()): SceneRig {
  const scene = new FakeScene();
  const clock = new FakeClock();
  const seen = { shown: 0, undrawable: 0, notShared: 0 };
  const asked: (readonly string[])[] = [];
  const sync = new SceneSync({
    board,
    scene,
    clock,
    listener: {
      shown: (count) => {
        seen.shown = count;
      },
      undrawable: (count) => {
        seen.undrawable = count;
      },
      notShared: () => {
        seen.notShared += 1;
      },
      beingTyped: () => undefined,
      largeDeletion: (ids) => asked.push(ids),
    },
  });
  return {
    board,
    scene,
    clock,
    sync,
    seen,
    asked,
    create(...ids) {
      board.patchFromOutside(
        ids.map(([name, change]) => {
          const { id, ...set } = shape(name, change);
          return { id, create: true, set };
        }),
      );
    },
    settle() {
      for (let round = 0; round < 2; round += 1) {
        sync.sceneChanged();
        clock.advance(patchIntervalMilliseconds);
        if (round === 0) clock.drawFrame();
      }
    },
  };
}

function newBoard(): FakeSession {
  return new FakeSession({ boardId: 'b', boardName: 'Board', myName: 'Ada', settleMs: 0 });
}
