/** Only a person's own deletion deletes elements of the board. */

import { beforeEach, describe, expect, it } from 'vitest';
import { type SceneRig, sceneRig } from '../../testing/scene-rig.ts';
import { shape } from '../../testing/shape.ts';

let board: SceneRig['board'];
let scene: SceneRig['scene'];
let sync: SceneRig['sync'];
let asked: SceneRig['asked'];
let create: SceneRig['create'];
let settle: SceneRig['settle'];

beforeEach(() => {
  ({ board, scene, sync, asked, create, settle } = sceneRig());
});

/** Excalidraw's own actions: load, mount again, replace its scene. None of them is a change of this person. */
describe('an element that Excalidraw removes from its scene', () => {
  const ids = ['a', 'b', 'c'];
  const all = () => create(...ids.map((id, at) => [id, { index: `a${at + 1}` }] as const));
  const expectAll = () => {
    settle();
    settle();
    expect(scene.ids()).toEqual(ids);
    expect(scene.elements().every(({ isDeleted }) => !isDeleted)).toBe(true);
    expect(board.patchCalls).toEqual([]);
  };

  it('is shown again: an empty scene deletes nothing', () => {
    all();
    sync.start();
    scene.clear();
    expectAll();
  });

  it('is shown again, also a single one', () => {
    all();
    sync.start();
    scene.drop('b');
    expectAll();
  });

  it('is not deleted by a flush or a stop before it is shown again', () => {
    all();
    sync.start();
    scene.clear();
    sync.flush();
    sync.stop();
    expect(board.patchCalls).toEqual([]);
  });

  it('is not deleted if the session is left before the first display', () => {
    all();
    sync.stop();
    sync.flush();
    expect(board.patchCalls).toEqual([]);
  });

  it('is replaced by the board’s version if Excalidraw loaded it before the start', () => {
    for (const [at, id] of ids.entries()) scene.add(shape(id, { index: `a${at + 1}`, x: 999 }));
    all();
    sync.start();
    expectAll();
    expect(scene.get('a')?.x).toBe(shape('a').x);
  });

  it('is not changed by an earlier version that is loaded again, deleted or not', () => {
    all();
    sync.start();
    const early = scene.elements();
    board.patchFromOutside(ids.map((id) => ({ id, set: { x: 70 } })));
    settle();
    scene.load(early.map((element) => ({ ...element, isDeleted: true })));
    expectAll();
    scene.load(early);
    expectAll();
    expect(scene.get('a')?.x).toBe(70);
  });

  it('does not affect what this person draws meanwhile', () => {
    all();
    sync.start();
    scene.clear();
    scene.add(shape('mine', { index: 'a9' }));
    settle();
    settle();
    expect(scene.ids()).toEqual([...ids, 'mine']);
    expect(board.patchCalls.flat()).toMatchObject([{ id: 'mine', create: true }]);
  });

  it('is shown again by a second scene on the same board, as after a second mount', () => {
    all();
    sync.start();
    settle();
    sync.stop();
    ({ scene, sync, settle } = sceneRig(board));
    sync.start();
    scene.clear();
    expectAll();
  });
});

describe('the deletion of most of the board', () => {
  const ids = Array.from({ length: 12 }, (_, at) => `e${String(at).padStart(2, '0')}`);

  beforeEach(() => {
    create(...ids.map((id) => [id, { index: `a${id}` }] as const));
    sync.start();
    settle();
  });

  it('awaits a confirmation, and the elements stay until then', () => {
    for (const id of ids.slice(0, 7)) scene.edit(id, { isDeleted: true });
    settle();
    settle();
    expect(asked).toEqual([ids.slice(0, 7)]);
    expect(board.patchCalls).toEqual([]);
    expect(scene.elements().filter(({ isDeleted }) => !isDeleted)).toHaveLength(12);

    sync.submit(ids.slice(0, 7).map((id) => ({ id, set: { isDeleted: true } })));
    settle();
    expect(scene.elements().filter(({ isDeleted }) => !isDeleted)).toHaveLength(5);
    expect(board.element('e00')?.isDeleted).toBe(true);
  });

  it('does not delay other changes of the same batch', () => {
    for (const id of ids.slice(0, 7)) scene.edit(id, { isDeleted: true });
    scene.edit('e11', { x: 5 });
    settle();
    expect(board.patchCalls).toEqual([[{ id: 'e11', set: { x: 5 } }]]);
  });

  it('needs no confirmation for half of the board, or on a small one', () => {
    for (const id of ids.slice(0, 6)) scene.edit(id, { isDeleted: true });
    settle();
    for (const id of ids.slice(6)) scene.edit(id, { isDeleted: true });
    settle();
    expect(asked).toEqual([]);
    expect(ids.every((id) => board.element(id)?.isDeleted === true)).toBe(true);
  });
});
