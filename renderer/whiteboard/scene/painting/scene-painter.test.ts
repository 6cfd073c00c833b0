import { beforeEach, describe, expect, it } from 'vitest';
import { idle } from '../../../testing/idle-gesture.ts';
import { type SceneRig, sceneRig } from '../../../testing/scene-rig.ts';
import { shape } from '../../../testing/shape.ts';

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

describe('a change of others', () => {
  it('is shown from the start, in the order of the board, without an echo', () => {
    create(['late', { index: 'a9' }], ['early', { index: 'a1' }]);
    sync.start();
    settle();
    expect(scene.ids()).toEqual(['early', 'late']);
    expect(seen.shown).toBe(2);
    expect(board.patchCalls).toEqual([]);
  });

  it('is shown in the frame of its announcement, with a higher version, without an echo', () => {
    create(['r']);
    sync.start();
    const before = scene.get('r')?.version ?? 0;
    const shows = scene.shows;
    board.patchFromOutside([{ id: 'r', set: { x: 5, y: 6 } }]);
    expect(scene.shows).toBe(shows + 1);
    clock.drawFrame();
    expect(scene.shows).toBe(shows + 1);
    expect(scene.get('r')).toMatchObject({ x: 5, y: 6 });
    expect(scene.get('r')?.version).toBeGreaterThan(before);
    settle();
    expect(board.patchCalls).toEqual([]);
  });

  it('comes with its difference from the scene, unless it moves an element in the drawing order', () => {
    create(['a', { index: 'a1' }], ['b', { index: 'a2' }]);
    sync.start();
    const before = scene.elements();
    board.patchFromOutside([{ id: 'b', set: { x: 5 } }]);
    const [, changed] = scene.elements();
    expect(scene.painted?.before).toBe(before);
    expect(scene.painted).toMatchObject({ replaced: [{ place: 1, element: changed }], added: [] });
    create(['c', { index: 'a3' }]);
    expect(scene.painted?.added.map(({ id }) => id)).toEqual(['c']);
    board.patchFromOutside([{ id: 'a', set: { index: 'a9' } }]);
    expect(scene.painted).toBeUndefined();
  });

  it.each([idle, { ...idle, cursorButton: 'down' } as const])(
    'that moves another element keeps changes that Excalidraw has not reported yet',
    (gesture) => {
      create(['a', { index: 'a1' }], ['b', { index: 'a2' }], ['c', { index: 'a3' }]);
      sync.start();
      scene.gestureState = gesture;
      scene.edit('b', { x: 77 });
      board.patchFromOutside([{ id: 'a', set: { index: 'a9' } }]);
      expect(scene.ids()).toEqual(['b', 'c', 'a']);
      scene.gestureState = idle;
      settle();
      expect(board.element('b')).toMatchObject({ x: 77 });
      expect(scene.get('b')).toMatchObject({ x: 77 });
    },
  );

  it('that moves an element shows what Excalidraw has replaced by an earlier state, without a report', () => {
    create(['a', { index: 'a1' }], ['b', { index: 'a2' }]);
    sync.start();
    const loaded = scene.elements();
    board.patchFromOutside([{ id: 'b', set: { x: 5 } }]);
    scene.load(loaded);
    board.patchFromOutside([{ id: 'a', set: { index: 'a9' } }]);
    settle();
    expect(scene.get('b')).toMatchObject({ x: 5 });
    expect(board.patchCalls).toEqual([]);
  });

  it('that moves an element to the index that it had in this window alone is shown in the order of the board', () => {
    create(['a'], ['b'], ['c']);
    sync.start();
    const alone = scene.get('b')?.index ?? '';
    expect(alone).not.toBe(board.element('b')?.index);
    board.patchFromOutside([{ id: 'b', set: { index: alone } }]);
    expect(scene.ids()).toEqual(['a', 'c', 'b']);
  });

  it('waits while the scene is hidden, and is shown immediately when it appears', () => {
    create(['r']);
    sync.start();
    scene.isVisible = false;
    const shows = scene.shows;
    board.patchFromOutside([{ id: 'r', set: { x: 5 } }]);
    board.patchFromOutside([{ id: 'r', set: { y: 6 } }]);
    expect(scene.shows).toBe(shows);
    scene.isVisible = true;
    sync.appeared();
    expect(scene.get('r')).toMatchObject({ x: 5, y: 6 });
    sync.appeared();
    expect(scene.shows).toBe(shows + 1);
  });

  it('causes no echo when Excalidraw replaces equal indices', () => {
    create(['a'], ['b']);
    sync.start();
    settle();
    expect(scene.get('b')?.index).not.toBe('a1');
    board.patchFromOutside([{ id: 'a', set: { x: 1 } }]);
    settle();
    expect(board.patchCalls).toEqual([]);
    scene.edit('b', { y: 3 });
    settle();
    expect(board.patchCalls).toEqual([[{ id: 'b', set: { y: 3 } }]]);
  });

  it('waits while this person works on the same element, then both take effect', () => {
    create(['r'], ['s', { index: 'a2' }]);
    sync.start();
    scene.gestureState = {
      ...idle,
      cursorButton: 'down',
      selectedElementsAreBeingDragged: true,
      selectedElementIds: { r: true },
    };
    scene.edit('r', { x: 50 });
    board.patchFromOutside([
      { id: 'r', set: { strokeColor: '#ff0000' } },
      { id: 's', set: { x: 7 } },
    ]);
    clock.drawFrame();
    expect(scene.get('r')).toMatchObject({ x: 50, strokeColor: '#1e1e1e' });
    expect(scene.get('s')).toMatchObject({ x: 7 });
    expect(board.patchCalls).toEqual([]);

    scene.gestureState = idle;
    settle();
    expect(board.patchCalls).toEqual([[{ id: 'r', set: { x: 50 } }]]);
    expect(scene.get('r')).toMatchObject({ x: 50, strokeColor: '#ff0000' });
    settle();
    expect(board.patchCalls).toHaveLength(1);
  });

  it('keeps an element that this person is drawing', () => {
    sync.start();
    scene.gestureState = { ...idle, cursorButton: 'down', newElement: { id: 'mine' } };
    scene.add(shape('mine', { index: 'a5' }));
    create(['theirs', { index: 'a2' }]);
    clock.drawFrame();
    expect(scene.ids()).toEqual(['theirs', 'mine']);
    scene.gestureState = idle;
    settle();
    expect(board.patchCalls.flat().map(({ id, create: made }) => [id, made])).toEqual([['mine', true]]);
  });

  it('removes a refused element, and submits no deletion of it', () => {
    sync.start();
    scene.add(shape('r'));
    settle();
    board.refuseElement('r');
    settle();
    expect(scene.ids()).toEqual([]);
    expect(board.patchCalls).toHaveLength(1);
  });

  it('that cannot be drawn is not shown, and is counted', () => {
    sync.start();
    board.patchFromOutside([
      { id: 'bad', create: true, set: { type: 'freedraw', isDeleted: false } },
      { id: 'evil', create: true, set: { ...shape('evil'), type: 'iframe' } },
    ]);
    settle();
    expect(scene.ids()).toEqual([]);
    expect(seen.undrawable).toBe(2);
    expect(board.patchCalls).toEqual([]);
  });
});
