import { beforeEach, describe, expect, it } from 'vitest';
import { idle } from '../../testing/idle-gesture.ts';
import { type SceneRig, sceneRig } from '../../testing/scene-rig.ts';
import { shape } from '../../testing/shape.ts';
import { patchDelayMilliseconds, patchIntervalMilliseconds } from './scene-sync.ts';

let board: SceneRig['board'];
let scene: SceneRig['scene'];
let clock: SceneRig['clock'];
let sync: SceneRig['sync'];
let seen: SceneRig['seen'];
let create: SceneRig['create'];
let settle: SceneRig['settle'];

beforeEach(() => {
  ({ board, scene, clock, sync, seen, create, settle } = sceneRig());
});

describe('a change of this person', () => {
  beforeEach(() => sync.start());

  it('becomes one creation when the gesture ends', () => {
    scene.gestureState = { ...idle, cursorButton: 'down', newElement: { id: 'r' } };
    scene.add(shape('r', { width: 1 }));
    settle();
    scene.edit('r', { width: 120 });
    settle();
    expect(board.patchCalls).toEqual([]);

    scene.gestureState = idle;
    settle();
    expect(board.patchCalls).toHaveLength(1);
    const [patch] = board.patchCalls[0] ?? [];
    expect(patch).toMatchObject({ id: 'r', create: true, set: { width: 120, seed: 7 } });
    expect(Object.keys(patch?.set ?? {})).not.toEqual(
      expect.arrayContaining(['version', 'versionNonce', 'updated', 'id']),
    );
  });

  it('becomes a patch of the changed properties only', () => {
    scene.add(shape('r'));
    settle();
    scene.edit('r', { x: 40 });
    settle();
    expect(board.patchCalls[1]).toEqual([{ id: 'r', set: { x: 40 } }]);
  });

  it('shares one command with simultaneous changes', () => {
    scene.add(shape('a'));
    scene.add(shape('b', { index: 'a2' }));
    settle();
    expect(board.patchCalls.map((patches) => patches.map(({ id }) => id))).toEqual([['a', 'b']]);
  });

  it('is submitted at most once in an interval', () => {
    scene.add(shape('r'));
    sync.sceneChanged();
    clock.advance(patchDelayMilliseconds);
    expect(board.patchCalls).toHaveLength(1);
    scene.edit('r', { x: 1 });
    sync.sceneChanged();
    clock.advance(patchDelayMilliseconds);
    scene.edit('r', { x: 2 });
    sync.sceneChanged();
    clock.advance(patchDelayMilliseconds);
    expect(board.patchCalls).toHaveLength(1);
    clock.advance(patchIntervalMilliseconds);
    expect(board.patchCalls.slice(1)).toEqual([[{ id: 'r', set: { x: 2 } }]]);
  });

  it('is submitted at the end of its gesture without a timer or a frame', () => {
    scene.gestureState = { ...idle, cursorButton: 'down' };
    scene.add(shape('r'));
    sync.sceneChanged();
    scene.gestureState = idle;
    sync.sceneChanged();
    expect(board.patchCalls).toEqual([]);
    clock.endTurn();
    expect(board.patchCalls).toHaveLength(1);
  });

  it('is not submitted if it is created and deleted within one gesture', () => {
    scene.gestureState = { ...idle, cursorButton: 'down' };
    scene.add(shape('r'));
    settle();
    scene.edit('r', { isDeleted: true });
    scene.gestureState = idle;
    settle();
    expect(board.patchCalls).toEqual([]);
  });

  it('waits when a gesture begins before the delay is over', () => {
    scene.add(shape('r'));
    sync.sceneChanged();
    scene.gestureState = { ...idle, cursorButton: 'down' };
    clock.advance(patchIntervalMilliseconds);
    expect(board.patchCalls).toEqual([]);
  });

  it('deletes and restores by isDeleted', () => {
    scene.add(shape('r'));
    settle();
    scene.edit('r', { isDeleted: true });
    settle();
    scene.edit('r', { isDeleted: false });
    settle();
    expect(board.patchCalls.slice(1)).toEqual([
      [{ id: 'r', set: { isDeleted: true } }],
      [{ id: 'r', set: { isDeleted: false } }],
    ]);
  });

  it('is submitted at the stop, and never after it', () => {
    scene.gestureState = { ...idle, cursorButton: 'down' };
    scene.add(shape('r'));
    sync.stop();
    expect(board.patchCalls).toHaveLength(1);
    scene.edit('r', { x: 9 });
    settle();
    sync.flush();
    expect(board.patchCalls).toHaveLength(1);
  });

  it('that adds an image is submitted once its bytes are a blob, and stays in the scene until then', () => {
    scene.add(shape('i', { type: 'image', fileId: null }));
    scene.unready.add('i');
    settle();
    create(['r', {}]);
    settle();
    expect(board.patchCalls).toEqual([]);
    expect(scene.ids()).toContain('i');
    scene.unready.delete('i');
    scene.edit('i', { fileId: 'A'.repeat(43) });
    settle();
    expect(board.patchCalls.flat()).toMatchObject([
      { id: 'i', create: true, set: { fileId: 'A'.repeat(43) } },
    ]);
  });

  it('that adds an embedded page is removed from the scene, with a notice', () => {
    scene.add(shape('r'));
    const [rectangle] = scene.elements();
    if (rectangle === undefined || rectangle.type !== 'rectangle') throw new Error('no rectangle');
    scene.put({
      ...rectangle,
      id: 'i',
      type: 'iframe',
    });
    settle();
    expect(board.patchCalls.flat().map(({ id }) => id)).toEqual(['r']);
    expect(scene.ids()).toEqual(['r']);
    expect(seen).toEqual({ shown: 1, undrawable: 0, notShared: 1 });
  });

  it('with values out of bounds is repaired, once, and in the scene of this person too', () => {
    scene.add(shape('r'));
    scene.edit('r', { strokeWidth: 0.0001, x: 5e6 });
    settle();
    settle();
    expect(board.element('r')).toMatchObject({ strokeWidth: 0.1, x: 1e6 });
    expect(scene.elements()).toMatchObject([{ id: 'r', strokeWidth: 0.1, x: 1e6 }]);
    expect(board.patchCalls).toHaveLength(1);
    scene.edit('r', { x: 7e6, y: 3 });
    settle();
    settle();
    expect(scene.elements()).toMatchObject([{ id: 'r', x: 1e6, y: 3 }]);
    expect(board.patchCalls.slice(1)).toEqual([[{ id: 'r', set: { y: 3 } }]]);
  });
});
