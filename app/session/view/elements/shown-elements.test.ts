import { expect, test } from 'vitest';
import type { ElementPatch, Json } from '#shared/board/commands.ts';
import { ada, openSession } from '../../testing/open-session.ts';

function open() {
  const { session, replica, frame } = openSession();
  const notified: string[][] = [];
  session.subscribeElements((ids) => notified.push(ids.toSorted()));
  const settle = (): readonly string[] => {
    replica.decideSubmitted();
    frame();
    return notified.splice(0).flat();
  };
  const others = (...patches: readonly ElementPatch[]): readonly string[] => {
    replica.decide(replica.by(ada, { type: 'elements/patch', patches }));
    return settle();
  };
  settle();
  return { session, settle, others };
}

type Properties = { readonly [property: string]: Json };

/** Complete, as a window has them. */
function box(id: string, change: Properties = {}): ElementPatch {
  const set = {
    type: 'rectangle',
    x: 0,
    y: 0,
    width: 100,
    height: 60,
    angle: 0,
    strokeColor: '#1e1e1e',
    backgroundColor: 'transparent',
    fillStyle: 'solid',
    strokeWidth: 2,
    strokeStyle: 'solid',
    roughness: 1,
    opacity: 100,
    seed: 7,
    groupIds: [],
    frameId: null,
    index: 'a0',
    roundness: null,
    isDeleted: false,
    boundElements: null,
    link: null,
    locked: false,
    ...change,
  };
  return { id, create: true, set };
}

function label(id: string, containerId: string, change: Properties = {}): ElementPatch {
  return { id, create: true, set: { type: 'text', text: 'Hi', containerId, ...change } };
}

test('the window is not notified of its person’s own changes', () => {
  const { session, settle } = open();
  session.patchElements([box('b')]);
  session.patchElements([{ id: 'b', set: { x: 5 } }]);
  expect(settle()).toEqual([]);
  expect(session.element('b')).toMatchObject({ x: 5 });
});

test('the window is notified of consequences for other elements, and of repairs', () => {
  const { session, settle, others } = open();
  others(box('b', { boundElements: [{ id: 'l', type: 'text' }] }), label('l', 'b', { index: 'a1' }));
  session.patchElements([{ id: 'b', set: { isDeleted: true } }]);
  expect(settle()).toEqual(['l']);
  expect(session.element('l')?.isDeleted).toBe(true);
  session.patchElements([{ id: 'b', set: { isDeleted: false, x: 5e6 } }]);
  expect(settle()).toEqual(['b', 'l']);
  expect(session.element('l')?.isDeleted).toBe(false);
});

test('of two people who move one shape and its arrow, both see the arrow at its shape', () => {
  const { session, settle, others } = open();
  const binding: Json = { elementId: 'b', focus: 0, gap: 5 };
  const points = (right: number, down: number): Properties => ({
    points: [
      [0, 0],
      [right, down],
    ],
    width: right,
    height: down,
  });
  others(box('b', { x: 300, boundElements: [{ id: 'a', type: 'arrow' }] }), {
    id: 'a',
    create: true,
    set: { type: 'arrow', x: 0, y: 30, ...points(295, 0), endBinding: binding, index: 'a1' },
  });
  // In this window the shape goes right, in another one down; the other window's change of the arrow is decided last.
  session.patchElements([
    { id: 'b', set: { x: 400 } },
    { id: 'a', set: points(395, 0) },
  ]);
  settle();
  expect(others({ id: 'b', set: { y: 70 } }, { id: 'a', set: points(295, 59) })).toEqual(['a', 'b']);
  expect(session.element('b')).toMatchObject({ x: 400, y: 70 });
  const followed = { width: expect.closeTo(395, 0), height: expect.closeTo(61.5, 0) };
  expect(session.element('a')).toMatchObject(followed);
  // Moving it then starts from the shown place, which stays when it is unbound.
  session.patchElements([{ id: 'a', set: { x: 10, endBinding: null } }]);
  expect(settle()).toEqual(['b']);
  expect(session.element('a')).toMatchObject({ ...followed, x: 10, endBinding: null });
});

test('a board with invalid keys is shown with valid ones; the next drawing settles those', () => {
  const { session, settle, others } = open();
  others(
    box('c', { index: null }),
    box('b', { index: null }),
    box('d', { index: 'a5' }),
    box('e', { index: 'a5' }),
  );
  const order = () => session.elements().map(({ id, index }) => [id, index]);
  expect(order()).toEqual([
    ['b', 'a3'],
    ['c', 'a4'],
    ['d', 'a5'],
    ['e', 'a6'],
  ]);
  session.patchElements([{ id: 'b', set: { x: 3 } }]);
  session.patchElements([box('new', { index: 'a4V' })]);
  expect(settle()).toEqual([]);
  expect(order().map(([id]) => id)).toEqual(['b', 'c', 'new', 'd', 'e']);
  const other = open();
  expect(other.session.elements()).toEqual([]);
  expect(session.elements().every(({ index }) => typeof index === 'string')).toBe(true);
  expect(JSON.stringify(session.export())).toContain('"a4V"');
});
