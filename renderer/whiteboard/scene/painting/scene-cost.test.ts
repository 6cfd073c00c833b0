/** The cost of a change of few elements on a board of many, counted in the elements that are read, not in time. */

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { idle } from '../../../testing/idle-gesture.ts';
import { type SceneRig, sceneRig } from '../../../testing/scene-rig.ts';
import { Baselines } from '../baselines.ts';
import { initialScene } from '../initial-scene.ts';
import { maxElementsAtOnce, patchIntervalMilliseconds } from '../scene-sync.ts';

const many = 1200;

let rig: SceneRig;

beforeEach(() => {
  rig = sceneRig();
  rig.create(...Array.from({ length: many }, (_, at) => [idOf(at), { index: indexOf(at) }] as const));
});

function idOf(at: number): string {
  return `e${at}`;
}

function indexOf(at: number): string {
  return `b${String(1000 + at)}V`;
}

/** A scene that keeps the very array that it is shown, as Excalidraw does. @returns the ids of elements that are read from now on. */
function watched(): Set<string> {
  const { scene } = rig;
  const read = new Set<string>();
  const elements = scene.elements().map(
    (element) =>
      new Proxy(element, {
        get(target, name) {
          read.add(target.id);
          return Reflect.get(target, name);
        },
      }),
  );
  scene.load(elements);
  vi.spyOn(scene, 'show').mockImplementation((shown) => scene.load(shown));
  vi.spyOn(scene, 'count').mockReturnValue(many);
  return read;
}

describe('a change of another person', () => {
  it('reads only the changed elements, and lists neither the scene nor the board', () => {
    const { board, scene, sync, create } = rig;
    sync.start();
    const read = watched();
    // The positions in an array that Excalidraw has made are looked up once.
    create(['first', { index: 'c000' }]);
    read.clear();
    const list = vi.spyOn(board, 'elements');
    board.patchFromOutside([
      { id: idOf(7), set: { x: 9 } },
      { id: idOf(900), set: { strokeColor: '#ff0000' } },
    ]);
    create(['new', { index: 'c001' }]);
    board.patchFromOutside([{ id: 'new', set: { x: 3 } }]);
    expect([...read].sort()).toEqual([idOf(7), idOf(900)]);
    expect(list).not.toHaveBeenCalled();
    expect(scene.get(idOf(7))).toMatchObject({ x: 9 });
    expect(scene.get(idOf(900))).toMatchObject({ strokeColor: '#ff0000' });
    expect(scene.ids().slice(many - 1)).toEqual([idOf(many - 1), 'first', 'new']);
    expect(scene.get('new')).toMatchObject({ x: 3 });
  });

  it('is shown in order when it moves an element or inserts one', () => {
    const { board, scene, sync, create } = rig;
    sync.start();
    watched();
    board.patchFromOutside([{ id: idOf(0), set: { index: 'c000' } }]);
    create(['between', { index: `${indexOf(3)}V` }]);
    expect(scene.ids().slice(0, 4)).toEqual([idOf(1), idOf(2), idOf(3), 'between']);
    expect(scene.ids().at(-1)).toBe(idOf(0));
  });

  it('does not overwrite a change of this person that Excalidraw has not reported yet', () => {
    const { board, scene, sync, settle } = rig;
    sync.start();
    scene.edit(idOf(5), { x: 77 });
    board.patchFromOutside([{ id: idOf(5), set: { y: 8 } }]);
    settle();
    expect(board.element(idOf(5))).toMatchObject({ x: 77, y: 8 });
    expect(scene.get(idOf(5))).toMatchObject({ x: 77, y: 8 });
  });
});

describe('a report of Excalidraw that nothing or little has changed', () => {
  it('looks up the baselines of changed elements only', () => {
    const { board, scene, sync, settle } = rig;
    sync.start();
    sync.sceneChanged();
    const looks = vi.spyOn(Baselines.prototype, 'get');
    sync.sceneChanged();
    expect(looks.mock.calls).toEqual([]);
    scene.edit(idOf(5), { x: 77 });
    sync.sceneChanged();
    expect(looks.mock.calls).toEqual([[idOf(5)]]);
    settle();
    expect(board.patchCalls).toEqual([[{ id: idOf(5), set: { x: 77 } }]]);
  });

  it('finds an element again whose baseline another person has changed since, and one in the place of another', () => {
    const { board, scene, sync, settle } = rig;
    sync.start();
    sync.sceneChanged();
    const before = scene.elements();
    const old = scene.get(idOf(5));
    if (old === undefined) throw new Error('it is not shown');
    board.patchFromOutside([{ id: idOf(5), set: { x: 9 } }]);
    // Excalidraw shows the scene that it had before.
    scene.load(before.with(5, old));
    settle();
    expect(scene.get(idOf(5))).toMatchObject({ x: 9 });
    scene.load(scene.elements().toReversed());
    scene.edit(idOf(3), { y: 4 });
    settle();
    expect(board.patchCalls).toEqual([[{ id: idOf(3), set: { y: 4 } }]]);
  });
});

it('finds an element again in its place, where another one was changed by this person meanwhile', () => {
  const { board, scene, sync, settle } = rig;
  sync.start();
  sync.sceneChanged();
  const before = scene.elements();
  scene.load(before.toReversed());
  scene.edit(idOf(many - 1), { y: 4 });
  board.patchFromOutside([{ id: idOf(0), set: { x: 9 } }]);
  sync.sceneChanged();
  scene.load(before);
  settle();
  expect(scene.get(idOf(0))).toMatchObject({ x: 9 });
});

describe('opening a board', () => {
  it('shows no element again that Excalidraw has loaded as the board has it', async () => {
    const { board, scene, sync, settle } = rig;
    const session = { elements: () => board.elements(), view: () => ({ boardId: 'b' }) };
    const { elements } = await initialScene(session);
    const loaded = elements ?? [];
    scene.load(loaded);
    board.patchFromOutside([{ id: idOf(4), set: { x: 5 } }]);
    const shown = vi.spyOn(scene, 'show');
    sync.start();
    expect(shown).toHaveBeenCalledTimes(1);
    expect(scene.elements().filter((element, at) => element !== loaded[at])).toMatchObject([
      { id: idOf(4), x: 5 },
    ]);
    settle();
    scene.edit(idOf(9), { x: 6 });
    settle();
    expect(board.patchCalls).toEqual([[{ id: idOf(9), set: { x: 6 } }]]);
    expect(rig.seen.shown).toBe(many);
  });
});

describe('a change of many elements by this person', () => {
  function nudge(): void {
    for (let at = 0; at < many; at += 1) rig.scene.edit(idOf(at), { x: 50 });
    rig.sync.sceneChanged();
    rig.clock.advance(patchIntervalMilliseconds);
  }

  it('is submitted in several tasks, one step of undo', () => {
    const { board, sync, clock } = rig;
    sync.start();
    const marks = vi.spyOn(board, 'patchElements');
    nudge();
    expect(board.patchCalls.map(({ length }) => length)).toEqual([maxElementsAtOnce]);
    clock.advance(0);
    clock.advance(0);
    expect(board.patchCalls.map(({ length }) => length)).toEqual([500, 500, 200]);
    expect(new Set(board.patchCalls.flat().map(({ id }) => id)).size).toBe(many);
    expect(new Set(marks.mock.calls.map(([, mark]) => mark)).size).toBe(1);
  });

  it('is complete before the next step, when the board is left, and with changes of others in between', () => {
    const { board, scene, sync, clock } = rig;
    sync.start();
    nudge();
    board.patchFromOutside([{ id: idOf(many - 1), set: { y: 3 } }]);
    expect(board.patchCalls).toHaveLength(1);
    sync.flushWaiting();
    expect(board.patchCalls.flat()).toHaveLength(many);
    clock.advance(patchIntervalMilliseconds);
    clock.drawFrame();
    expect(scene.get(idOf(many - 1))).toMatchObject({ x: 50, y: 3 });
    expect(board.patchCalls.flat()).toHaveLength(many);
  });

  it('waits for the end of a gesture that begins meanwhile', () => {
    const { board, scene, sync, clock } = rig;
    sync.start();
    nudge();
    scene.gestureState = { ...idle, cursorButton: 'down' };
    clock.advance(patchIntervalMilliseconds);
    expect(board.patchCalls).toHaveLength(1);
    scene.gestureState = idle;
    sync.sceneChanged();
    for (let task = 0; task < 5; task += 1) clock.advance(patchIntervalMilliseconds);
    expect(board.patchCalls.flat()).toHaveLength(many);
  });

  it('is one submission if it deletes, as a large deletion needs a confirmation', () => {
    const { board, scene, sync, clock, asked } = rig;
    sync.start();
    for (let at = 0; at < many; at += 1) scene.edit(idOf(at), { isDeleted: true });
    sync.sceneChanged();
    clock.advance(patchIntervalMilliseconds);
    expect(asked.map(({ length }) => length)).toEqual([many]);
    expect(board.patchCalls).toEqual([]);
  });
});
