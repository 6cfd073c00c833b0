import { beforeEach, describe, expect, it } from 'vitest';
import type { Look } from '#app/session/live/look.ts';
import { idle } from '../../../testing/idle-gesture.ts';
import { type SceneRig, sceneRig } from '../../../testing/scene-rig.ts';
import { label, shape } from '../../../testing/shape.ts';
import { gestureIntervalMilliseconds } from '../scene-sync.ts';

let board: SceneRig['board'];
let scene: SceneRig['scene'];
let clock: SceneRig['clock'];
let sync: SceneRig['sync'];
let create: SceneRig['create'];
let settle: SceneRig['settle'];
/** The parts of this person's gesture that were sent to the others. */
let drawn: (readonly [string, Look])[];
/** Of each ended preview, the element and whether a change follows. */
let ended: [string, boolean][];

beforeEach(() => {
  ({ board, scene, clock, sync, create, settle } = sceneRig());
  create(['r', { index: 'a1' }]);
  drawn = [];
  ended = [];
  board.live.draw = (looks) => drawn.push(...looks);
  board.live.end = (ids, kept) => {
    for (const id of ids) ended.push([id, kept(id)]);
  };
  sync.start();
});

describe('the preview of a gesture of this person', () => {
  const drawing = { ...idle, cursorButton: 'down', newElement: { id: 's' } } as const;

  it('is sent at most 30 times a second, and ends with the change', () => {
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

  it('ends as dropped if the gesture changes nothing', () => {
    scene.gestureState = drawing;
    scene.add(shape('s'));
    sync.sceneChanged();
    scene.gestureState = idle;
    scene.drop('s');
    settle();
    expect(ended).toEqual([['s', false]]);
    expect(board.patchCalls).toEqual([]);
  });

  it('has the properties that differ, or did so earlier in the gesture', () => {
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

  it('continues while a long move is submitted at intervals', () => {
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

  it('is never behind a part of the move that was submitted, also if the pointer stops there', () => {
    scene.gestureState = { ...idle, cursorButton: 'down', selectedElementsAreBeingDragged: true };
    for (let x = 1; board.patchCalls.length === 0; x += 1) {
      scene.edit('r', { x });
      sync.sceneChanged();
      clock.advance(1);
    }
    clock.advance(10 * gestureIntervalMilliseconds);
    expect(board.patchCalls).toEqual([[{ id: 'r', set: drawn.at(-1)?.[1] }]]);
  });

  it('is the only update of a stroke or a text until its end', () => {
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

  it('ends when the board is left', () => {
    scene.gestureState = drawing;
    scene.add(shape('s'));
    sync.sceneChanged();
    sync.stop();
    expect(ended).toEqual([['s', true]]);
    expect(board.patchCalls).toHaveLength(1);
  });
});
