/** Unfinished gestures, of this person and of the others. */

import { beforeEach, describe, expect, it } from 'vitest';
import type { Look } from '#app/session/live/look.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import type { Presence } from '#shared/wire/presence.ts';
import { FakeClock, FakeScene } from '../../testing/fake-scene.ts';
import { FakeSession } from '../../testing/fake-session.ts';
import { idle } from '../../testing/idle-gesture.ts';
import { label, shape } from '../../testing/shape.ts';
import { gestureIntervalMilliseconds, patchIntervalMilliseconds, SceneSync } from './scene-sync.ts';

const ben = replicaId('ben');

let board: FakeSession;
let scene: FakeScene;
let clock: FakeClock;
let sync: SceneSync;
let shown: number;
let undrawable: number;
/** The parts of this person's gesture that the others were sent. */
let drawn: (readonly [string, Look])[];
let ended: [string, boolean][];

beforeEach(() => {
  board = new FakeSession({ boardId: 'b', boardName: 'Board', myName: 'Ada', settleMs: 0 });
  scene = new FakeScene();
  clock = new FakeClock();
  drawn = [];
  ended = [];
  board.live.draw = (looks) => drawn.push(...looks);
  board.live.end = (ids, kept) => {
    for (const id of ids) ended.push([id, kept(id)]);
  };
  sync = new SceneSync({
    board,
    scene,
    clock,
    listener: {
      shown: (count) => {
        shown = count;
      },
      undrawable: (count) => {
        undrawable = count;
      },
      notShared: () => undefined,
      largeDeletion: () => undefined,
    },
  });
  const { id: _, ...set } = shape('r', { index: 'a1' });
  board.patchFromOutside([{ id: 'r', create: true, set }]);
  sync.start();
});

/** Ben's window sends it, and a frame is drawn. */
async function says(message: Omit<Presence, 'type'>): Promise<void> {
  board.live.receive(ben, { type: 'presence', ...message });
  await Promise.resolve();
}

/** Excalidraw's reaction to any change: it calls back, and draws. */
function settle(): void {
  sync.sceneChanged();
  clock.advance(patchIntervalMilliseconds);
  clock.drawFrame();
  sync.sceneChanged();
  clock.advance(patchIntervalMilliseconds);
}

function stroke(points: readonly (readonly [number, number])[]): Presence['previews'] {
  const { id: _, ...set } = shape('s', {
    type: 'freedraw',
    width: 50,
    height: 40,
    index: 'a5',
    roundness: null,
  });
  const steps = points.flatMap(([x, y]) => [x * 100, y * 100]);
  return [{ id: 's', set: { ...set, simulatePressure: true }, path: { from: 0, steps, pressures: [] } }];
}

describe('what others have under way', () => {
  it('is shown, cannot be selected, and is no change of this person', async () => {
    await says({
      previews: stroke([
        [0, 0],
        [10, 5],
      ]),
    });
    expect(scene.ids()).toEqual(['r', 's']);
    expect(scene.get('s')).toMatchObject({
      type: 'freedraw',
      locked: true,
      points: [
        [0, 0],
        [10, 5],
      ],
    });
    await says({ previews: [{ id: 's', set: {}, path: { from: 2, steps: [100, 0], pressures: [] } }] });
    expect(scene.get('s')).toMatchObject({
      points: [
        [0, 0],
        [10, 5],
        [11, 5],
      ],
    });
    settle();
    sync.flush();
    expect(board.patchCalls).toEqual([]);
    expect(board.element('s')).toBeUndefined();
    expect(shown).toBe(1);
  });

  it('is not taken for a change whatever is done to it here', async () => {
    await says({
      previews: stroke([
        [0, 0],
        [10, 5],
      ]),
    });
    scene.edit('s', { x: 500 });
    settle();
    expect(scene.get('s')).toMatchObject({ x: 0 });
    scene.edit('s', { isDeleted: true });
    settle();
    expect(scene.get('s')).toMatchObject({ isDeleted: false });
    scene.drop('s');
    settle();
    expect(scene.ids()).toEqual(['r', 's']);
    scene.clear();
    settle();
    expect(scene.ids()).toEqual(['r', 's']);
    sync.stop();
    expect(board.patchCalls).toEqual([]);
  });

  it('is shown over an agreed element, whose own changes here go out without it', async () => {
    await says({ previews: [{ id: 'r', set: { x: 300, width: 70 } }] });
    expect(scene.get('r')).toMatchObject({ x: 300, width: 70, locked: false });
    settle();
    expect(board.patchCalls).toEqual([]);
    scene.edit('r', { strokeColor: '#ff0000' });
    settle();
    expect(board.patchCalls).toEqual([[{ id: 'r', set: { strokeColor: '#ff0000' } }]]);
    expect(scene.get('r')).toMatchObject({ x: 300, strokeColor: '#ff0000' });
    await says({ ended: [{ id: 'r', kept: false }] });
    expect(scene.get('r')).toMatchObject({ x: 0, width: 200, strokeColor: '#ff0000' });
    settle();
    expect(board.patchCalls).toHaveLength(1);
  });

  it('gives way to the change that it becomes in one step, without being gone in between', async () => {
    await says({
      previews: [
        { id: 'r', set: { x: 300 } },
        ...(stroke([
          [0, 0],
          [10, 5],
        ]) ?? []),
      ],
    });
    await says({
      ended: [
        { id: 'r', kept: true },
        { id: 's', kept: true },
      ],
    });
    clock.drawFrame();
    expect(scene.get('r')).toMatchObject({ x: 300 });
    expect(scene.ids()).toEqual(['r', 's']);
    const shows = scene.shows;
    const { id: _, ...set } = shape('s', {
      type: 'freedraw',
      index: 'a5',
      points: [
        [0, 0],
        [10, 5],
      ],
      pressures: [],
      simulatePressure: true,
    });
    board.patchFromOutside([
      { id: 'r', set: { x: 301 } },
      { id: 's', create: true, set },
    ]);
    expect(scene.shows).toBe(shows + 1);
    expect(scene.get('r')).toMatchObject({ x: 301 });
    expect(scene.get('s')).toMatchObject({ locked: false });
    expect(shown).toBe(2);
    settle();
    expect(board.patchCalls).toEqual([]);
    scene.edit('s', { x: 9 });
    settle();
    expect(board.patchCalls).toEqual([[{ id: 's', set: { x: 9 } }]]);
  });

  it('goes with its author', async () => {
    await says({
      previews: stroke([
        [0, 0],
        [10, 5],
      ]),
    });
    board.live.forget([ben]);
    await Promise.resolve();
    expect(scene.ids()).toEqual(['r']);
    settle();
    expect(board.patchCalls).toEqual([]);
  });

  it('is not in the scene while something may be exported, and is again afterwards', async () => {
    await says({
      previews: [
        { id: 'r', set: { x: 300 } },
        ...(stroke([
          [0, 0],
          [10, 5],
        ]) ?? []),
      ],
    });
    sync.hidePreviews(true);
    expect(scene.ids()).toEqual(['r']);
    expect(scene.get('r')).toMatchObject({ x: 0 });
    await says({ previews: [{ id: 'r', set: { x: 310 } }] });
    expect(scene.get('r')).toMatchObject({ x: 0 });
    sync.hidePreviews(false);
    expect(scene.ids()).toEqual(['r', 's']);
    expect(scene.get('r')).toMatchObject({ x: 310 });
    settle();
    expect(board.patchCalls).toEqual([]);
  });

  it('does not take the place of what this person draws, or works on', async () => {
    scene.gestureState = {
      ...idle,
      cursorButton: 'down',
      newElement: { id: 's' },
      selectedElementIds: { r: true },
    };
    scene.add(shape('s', { index: 'a7' }));
    scene.edit('r', { x: 50 });
    await says({
      previews: [
        { id: 'r', set: { x: 300 } },
        ...(stroke([
          [0, 0],
          [10, 5],
        ]) ?? []),
      ],
    });
    settle();
    expect(scene.get('s')).toMatchObject({ type: 'rectangle', locked: false });
    expect(scene.get('r')).toMatchObject({ x: 50 });
    scene.gestureState = idle;
    settle();
    expect(board.patchCalls.flat().map(({ id, set }) => [id, set.type, set.x])).toEqual([
      ['r', undefined, 50],
      ['s', 'rectangle', 0],
    ]);
  });

  it('can be nonsense: then it is not shown, and the agreed element is', async () => {
    await says({
      previews: [
        { id: 'r', set: { x: 'far', points: { a: 1 }, type: 'iframe', isDeleted: true } },
        { id: 'evil', set: { type: 'iframe', link: 'javascript:alert(1)' } },
        { id: 'half', set: { type: 'freedraw' } },
        { id: 'none', set: {} },
        { id: 'huge', set: { ...shape('huge', { width: 1e9, height: 1e9 }), fillStyle: 'cross-hatch' } },
      ],
    });
    settle();
    expect(scene.ids().filter((id) => id !== 'huge')).toEqual(['r']);
    expect(scene.get('r')).toMatchObject({ type: 'rectangle', isDeleted: false });
    expect(Number(scene.get('huge')?.width ?? 0)).toBeLessThan(1e9);
    expect(undrawable).toBe(0);
    expect(board.patchCalls).toEqual([]);
  });
});

describe('what this person has under way', () => {
  const drawing = { ...idle, cursorButton: 'down', newElement: { id: 's' } } as const;

  it('is shown to others as it is drawn, at most 30 times a second, and its end with the change', () => {
    scene.gestureState = drawing;
    scene.add(shape('s', { width: 1 }));
    for (let width = 2; width <= 200; width += 1) {
      scene.edit('s', { width });
      sync.sceneChanged();
      clock.advance(5);
    }
    expect(drawn.length).toBeGreaterThan(10);
    expect(drawn.length).toBeLessThanOrEqual(31);
    expect(drawn[0]?.[1]).toMatchObject({ type: 'rectangle', strokeColor: '#1e1e1e' });
    expect(Number(drawn.at(-1)?.[1].width)).toBeGreaterThan(190);
    expect(drawn.every(([, look]) => look.groupIds === undefined && look.boundElements === undefined)).toBe(
      true,
    );
    expect(board.patchCalls).toEqual([]);
    expect(ended).toEqual([]);
    scene.gestureState = idle;
    settle();
    expect(board.patchCalls).toHaveLength(1);
    expect(ended).toEqual([['s', true]]);
  });

  it('that came to nothing is reported as such', () => {
    scene.gestureState = drawing;
    scene.add(shape('s'));
    sync.sceneChanged();
    scene.gestureState = idle;
    scene.drop('s');
    settle();
    expect(ended).toEqual([['s', false]]);
    expect(board.patchCalls).toEqual([]);
  });

  it('is what looks different, and also what did a moment ago', () => {
    scene.gestureState = { ...idle, cursorButton: 'down', selectedElementsAreBeingDragged: true };
    scene.edit('r', { x: 5 });
    sync.sceneChanged();
    clock.advance(100);
    scene.edit('r', { x: 0, y: 7 });
    sync.sceneChanged();
    expect(drawn).toEqual([
      ['r', { x: 5 }],
      ['r', { x: 0, y: 7 }],
    ]);
  });

  it('is submitted now and then while a long gesture moves it, and still shown', () => {
    scene.gestureState = { ...idle, cursorButton: 'down', selectedElementsAreBeingDragged: true };
    for (let x = 1; x <= 100; x += 1) {
      scene.edit('r', { x });
      sync.sceneChanged();
      clock.advance(10);
    }
    expect(board.patchCalls.length).toBeGreaterThanOrEqual(3);
    expect(board.patchCalls.length).toBeLessThanOrEqual(1000 / gestureIntervalMilliseconds);
    expect(ended).toEqual([]);
    scene.gestureState = idle;
    settle();
    expect(board.patchCalls.at(-1)).toEqual([{ id: 'r', set: { x: 100 } }]);
    expect(ended).toEqual([['r', true]]);
  });

  it('is submitted once, when it is finished, if it is a stroke or a text', () => {
    scene.add(label('t', 'a'));
    scene.gestureState = { ...idle, editingTextElement: { id: 't' } };
    for (let length = 2; length < 100; length += 1) {
      scene.edit('t', { text: 'a'.repeat(length) });
      sync.sceneChanged();
      clock.advance(20);
    }
    expect(board.patchCalls).toEqual([]);
    expect(String(drawn.at(-1)?.[1].text).length).toBeGreaterThan(90);
    scene.gestureState = idle;
    settle();
    expect(board.patchCalls).toHaveLength(1);
  });

  it('is over when the board is left', () => {
    scene.gestureState = drawing;
    scene.add(shape('s'));
    sync.sceneChanged();
    sync.stop();
    expect(ended).toEqual([['s', true]]);
    expect(board.patchCalls).toHaveLength(1);
  });
});
