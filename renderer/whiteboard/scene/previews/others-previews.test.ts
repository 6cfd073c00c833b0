import { beforeEach, describe, expect, it } from 'vitest';
import { replicaId } from '#shared/paxos/model/ids.ts';
import type { Presence } from '#shared/wire/presence.ts';
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
  create(['r', { index: 'a1' }]);
  sync.start();
});

const ben = replicaId('ben');

/** A message of Ben's window arrives, and is processed. */
async function receive(message: Omit<Presence, 'type'>): Promise<void> {
  board.live.receive(ben, { type: 'presence', ...message });
  await Promise.resolve();
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

describe('a preview of another person', () => {
  it('is shown, cannot be selected, and is no change of this person', async () => {
    await receive({
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
    await receive({ previews: [{ id: 's', set: {}, path: { from: 2, steps: [100, 0], pressures: [] } }] });
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
    expect(seen.shown).toBe(1);
  });

  it('is shown from the start if it has begun before', async () => {
    const late = sceneRig();
    late.create(['r', { index: 'a1' }]);
    late.board.live.receive(ben, {
      type: 'presence',
      previews: [...(stroke([[0, 0]]) ?? []), { id: 'r', set: { x: 42 } }],
    });
    await Promise.resolve();
    late.sync.start();
    expect(late.scene.ids()).toEqual(['r', 's']);
    expect(late.scene.get('r')).toMatchObject({ x: 42 });
    late.settle();
    expect(late.board.patchCalls).toEqual([]);
  });

  it('is never submitted, for any change of it here', async () => {
    await receive({
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

  it('is shown over an agreed element; changes of that element here are submitted without it', async () => {
    await receive({ previews: [{ id: 'r', set: { x: 300, width: 70 } }] });
    expect(scene.get('r')).toMatchObject({ x: 300, width: 70, locked: false });
    settle();
    expect(board.patchCalls).toEqual([]);
    scene.edit('r', { strokeColor: '#ff0000' });
    settle();
    expect(board.patchCalls).toEqual([[{ id: 'r', set: { strokeColor: '#ff0000' } }]]);
    expect(scene.get('r')).toMatchObject({ x: 300, strokeColor: '#ff0000' });
    await receive({ ended: [{ id: 'r', kept: false }] });
    expect(scene.get('r')).toMatchObject({ x: 0, width: 200, strokeColor: '#ff0000' });
    settle();
    expect(board.patchCalls).toHaveLength(1);
  });

  it('is replaced by its change in one update of the scene', async () => {
    await receive({
      previews: [
        { id: 'r', set: { x: 300 } },
        ...(stroke([
          [0, 0],
          [10, 5],
        ]) ?? []),
      ],
    });
    await receive({
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
    expect(seen.shown).toBe(2);
    settle();
    expect(board.patchCalls).toEqual([]);
    scene.edit('s', { x: 9 });
    settle();
    expect(board.patchCalls).toEqual([[{ id: 's', set: { x: 9 } }]]);
  });

  it('disappears with its author', async () => {
    await receive({
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

  it('is hidden during an export, and shown again afterwards', async () => {
    await receive({
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
    await receive({ previews: [{ id: 'r', set: { x: 310 } }] });
    expect(scene.get('r')).toMatchObject({ x: 0 });
    sync.hidePreviews(false);
    expect(scene.ids()).toEqual(['r', 's']);
    expect(scene.get('r')).toMatchObject({ x: 310 });
    settle();
    expect(board.patchCalls).toEqual([]);
  });

  it('does not replace an element that this person draws or moves', async () => {
    scene.gestureState = {
      ...idle,
      cursorButton: 'down',
      newElement: { id: 's' },
      selectedElementIds: { r: true },
    };
    scene.add(shape('s', { index: 'a7' }));
    scene.edit('r', { x: 50 });
    await receive({
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

  it('that is invalid is not shown, and the agreed element is', async () => {
    await receive({
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
    expect(seen.undrawable).toBe(0);
    expect(board.patchCalls).toEqual([]);
  });
});
