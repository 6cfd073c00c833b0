import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock, FakeScene } from '../../testing/fake-scene.ts';
import { FakeSession } from '../../testing/fake-session.ts';
import { idle } from '../../testing/idle-gesture.ts';
import { shape } from '../../testing/shape.ts';
import { patchDelayMilliseconds, patchIntervalMilliseconds, SceneSync } from './scene-sync.ts';

let board: FakeSession;
let scene: FakeScene;
let clock: FakeClock;
let sync: SceneSync;
let seen: { shown: number; undrawable: number; notShared: number };
let asked: (readonly string[])[];

function create(
  ...ids: readonly (readonly [string, { readonly [property: string]: string | number }?])[]
): void {
  board.patchFromOutside(
    ids.map(([name, change]) => {
      const { id, ...set } = shape(name, change);
      return { id, create: true, set };
    }),
  );
}

const quiet = {
  shown: () => undefined,
  undrawable: () => undefined,
  notShared: () => undefined,
  largeDeletion: () => undefined,
};

/** Excalidraw's reaction to any change: it calls back, and draws. */
function settle(): void {
  sync.sceneChanged();
  clock.advance(patchIntervalMilliseconds);
  clock.drawFrame();
  sync.sceneChanged();
  clock.advance(patchIntervalMilliseconds);
}

beforeEach(() => {
  board = new FakeSession({ boardId: 'b', boardName: 'Board', myName: 'Ada', settleMs: 0 });
  scene = new FakeScene();
  clock = new FakeClock();
  seen = { shown: 0, undrawable: 0, notShared: 0 };
  asked = [];
  sync = new SceneSync({
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
      largeDeletion: (ids) => asked.push(ids),
    },
  });
});

describe('what this person does', () => {
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

  it('becomes a patch of the changed properties alone', () => {
    scene.add(shape('r'));
    settle();
    scene.edit('r', { x: 40 });
    settle();
    expect(board.patchCalls[1]).toEqual([{ id: 'r', set: { x: 40 } }]);
  });

  it('is submitted in one command when several changes come together', () => {
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

  it('is not submitted if it came and went before the gesture ended', () => {
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

  it('removes and brings back by isDeleted', () => {
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

  it('submits what is left when it stops, and nothing after that', () => {
    scene.gestureState = { ...idle, cursorButton: 'down' };
    scene.add(shape('r'));
    sync.stop();
    expect(board.patchCalls).toHaveLength(1);
    scene.edit('r', { x: 9 });
    settle();
    sync.flush();
    expect(board.patchCalls).toHaveLength(1);
  });

  it('shares an image once its bytes are a blob, and keeps it in the scene until then', () => {
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

  it('takes embedded pages out again and says so', () => {
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
});

/** Excalidraw's own actions: load, mount again, replace its scene. None of them is a change of this person. */
describe('what the scene loses', () => {
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

  it('is shown again, one element of several', () => {
    all();
    sync.start();
    scene.drop('b');
    expectAll();
  });

  it('is not deleted by a flush in that moment, nor by the end', () => {
    all();
    sync.start();
    scene.clear();
    sync.flush();
    sync.stop();
    expect(board.patchCalls).toEqual([]);
  });

  it('is not deleted if the session is left before anything was shown', () => {
    all();
    sync.stop();
    sync.flush();
    expect(board.patchCalls).toEqual([]);
  });

  it('is the board’s own, also where Excalidraw loaded it before the start', () => {
    for (const [at, id] of ids.entries()) scene.add(shape(id, { index: `a${at + 1}`, x: 999 }));
    all();
    sync.start();
    expectAll();
    expect(scene.get('a')?.x).toBe(shape('a').x);
  });

  it('is not an earlier version that comes back, with or without a mark of deletion', () => {
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

  it('does not take along what this person draws meanwhile', () => {
    all();
    sync.start();
    scene.clear();
    scene.add(shape('mine', { index: 'a9' }));
    settle();
    settle();
    expect(scene.ids()).toEqual([...ids, 'mine']);
    expect(board.patchCalls.flat()).toMatchObject([{ id: 'mine', create: true }]);
  });

  it('is followed by a second scene on the same board, as after a second mount', () => {
    all();
    sync.start();
    settle();
    sync.stop();
    scene = new FakeScene();
    sync = new SceneSync({ board, scene, clock, listener: quiet });
    sync.start();
    scene.clear();
    expectAll();
  });
});

describe('deleting most of the board', () => {
  const ids = Array.from({ length: 12 }, (_, at) => `e${String(at).padStart(2, '0')}`);

  beforeEach(() => {
    create(...ids.map((id) => [id, { index: `a${id}` }] as const));
    sync.start();
    settle();
  });

  it('asks first, and keeps the elements until it is confirmed', () => {
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

  it('asks for the deletion alone: what else was done counts at once', () => {
    for (const id of ids.slice(0, 7)) scene.edit(id, { isDeleted: true });
    scene.edit('e11', { x: 5 });
    settle();
    expect(board.patchCalls).toEqual([[{ id: 'e11', set: { x: 5 } }]]);
  });

  it('does not ask for half of it, nor on a small board', () => {
    for (const id of ids.slice(0, 6)) scene.edit(id, { isDeleted: true });
    settle();
    for (const id of ids.slice(6)) scene.edit(id, { isDeleted: true });
    settle();
    expect(asked).toEqual([]);
    expect(ids.every((id) => board.element(id)?.isDeleted === true)).toBe(true);
  });
});

describe('what others do', () => {
  it('is there from the start, in the order of the board, without an echo', () => {
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

  it('waits while nobody can see the scene, and is shown at once when it is seen again', () => {
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

  it('does not become an echo when equal indices are made different for this window', () => {
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

  it('waits while this person works on the same element, then both changes hold', () => {
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

  it('keeps what is just being drawn', () => {
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

  it('takes away what was refused, and does not ask to delete it', () => {
    sync.start();
    scene.add(shape('r'));
    settle();
    board.refuseElement('r');
    settle();
    expect(scene.ids()).toEqual([]);
    expect(board.patchCalls).toHaveLength(1);
  });

  it('can be nonsense: it is not shown, and said', () => {
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

  it('of this person nonsense is repaired, for this person too, and said once', () => {
    sync.start();
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
