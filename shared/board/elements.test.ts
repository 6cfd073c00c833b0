import { describe, expect, it } from 'vitest';
import { Board } from './board.ts';
import type { ElementPatch, Json, Outcome } from './commands.ts';
import { maxAllElementsBytes, maxElementBytes, maxElements, maxPatchesPerCommand } from './limits.ts';
import { anna, ask, ben } from './testing/authors.ts';

function patch(board: Board, ...patches: ElementPatch[]): Outcome {
  return ask(board, anna, { type: 'elements/patch', patches });
}

function create(id: string, set: { readonly [property: string]: Json } = {}): ElementPatch {
  return { id, create: true, set };
}

const malformed = { status: 'refused', reason: 'malformed' };

describe('patches', () => {
  it('changes the properties that it names and no others', () => {
    const board = new Board();
    patch(board, create('e', { x: 1, y: 2, angle: 0 }));
    patch(board, { id: 'e', set: { x: 5 }, unset: ['angle', 'not there'] });
    expect(board.element('e')).toEqual({ id: 'e', x: 5, y: 2 });
  });

  it('changes of two people to different properties of one element both hold', () => {
    const board = new Board();
    patch(board, create('e', { x: 0, strokeColor: 'black' }));
    ask(board, anna, { type: 'elements/patch', patches: [{ id: 'e', set: { x: 9 } }] });
    ask(board, ben, { type: 'elements/patch', patches: [{ id: 'e', set: { strokeColor: 'red' } }] });
    expect(board.element('e')).toEqual({ id: 'e', x: 9, strokeColor: 'red' });
  });

  it('an element comes into being only by a patch that says so', () => {
    const board = new Board();
    expect(patch(board, { id: 'e', set: { x: 1 } })).toEqual({
      status: 'refused',
      reason: 'no-such-element',
    });
    expect(patch(board, create('e', { x: 1 }))).toEqual({ status: 'applied' });
    expect(patch(board, create('e', { y: 1 }))).toEqual({ status: 'applied' });
    expect(board.element('e')).toEqual({ id: 'e', x: 1, y: 1 });
  });

  it('a removed element stays, and can be brought back', () => {
    const board = new Board();
    patch(board, create('e', { x: 1 }));
    patch(board, { id: 'e', set: { isDeleted: true } });
    expect(board.elements()).toEqual([{ id: 'e', x: 1, isDeleted: true }]);
    patch(board, { id: 'e', set: { isDeleted: false } });
    expect(board.element('e')).toEqual({ id: 'e', x: 1, isDeleted: false });
  });

  it('all patches of a command hold, or none', () => {
    const board = new Board();
    expect(patch(board, create('e'), { id: 'none', set: { x: 1 } })).toMatchObject({ status: 'refused' });
    expect(board.elements()).toEqual([]);
    expect(patch(board, create('e'), { id: 'e', set: { x: 1 } }, { id: 'e', set: { y: 1 } })).toEqual({
      status: 'applied',
    });
    expect(board.element('e')).toEqual({ id: 'e', x: 1, y: 1 });
  });

  it('hands out objects that nobody can change', () => {
    const board = new Board();
    patch(board, create('e', { points: [[1, 2]] }));
    const element = board.element('e');
    expect(Object.isFrozen(element)).toBe(true);
    expect(Object.isFrozen(element?.points)).toBe(true);
  });
});

describe('bad patches', () => {
  const board = new Board();
  patch(board, create('e', { x: 1 }));

  it.each<[string, ElementPatch]>([
    ['another id', { id: 'e', set: { id: 'f' } }],
    ['taking the id away', { id: 'e', set: {}, unset: ['id'] }],
    ['setting and unsetting at once', { id: 'e', set: { x: 1 }, unset: ['x'] }],
    ['an empty property name', { id: 'e', set: { '': 1 } }],
    ['a long property name', { id: 'e', set: { ['n'.repeat(101)]: 1 } }],
    ['a constructor', { id: 'e', set: { constructor: 1 } }],
    ['a prototype', { id: 'e', set: { prototype: 1 } }],
    ['a __proto__', { id: 'e', set: JSON.parse('{"__proto__":{"y":1}}') }],
    ['a __proto__ further down', { id: 'e', set: { x: [JSON.parse('{"__proto__":1}')] } }],
    ['NaN', { id: 'e', set: { x: Number.NaN } }],
    ['Infinity', { id: 'e', set: { x: [1, Number.POSITIVE_INFINITY] } }],
    ['half a character', { id: 'e', set: { text: 'a\ud800b' } }],
    ['a name with half a character', { id: 'e', set: { '\udc00': 1 } }],
    ['isDeleted that is not yes or no', { id: 'e', set: { isDeleted: 1 } }],
    ['an index that is not a text', { id: 'e', set: { index: 1 } }],
    ['an empty id', create('')],
    ['a long id', create('i'.repeat(101))],
  ])('%s is malformed', (_, bad) => {
    expect(patch(board, bad)).toEqual(malformed);
    expect(board.elements()).toEqual([{ id: 'e', x: 1 }]);
  });

  it('no patches at all are malformed', () => {
    expect(patch(board)).toEqual(malformed);
  });

  it('an id in `set` that is the same is fine', () => {
    expect(patch(board, { id: 'e', set: { id: 'e' } })).toEqual({ status: 'applied' });
  });
});

describe('limits', () => {
  function nested(depth: number): Json {
    let value: Json = 1;
    for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
    return value;
  }

  it('a value is 12 deep at most', () => {
    const board = new Board();
    expect(patch(board, create('e', { v: nested(12) }))).toEqual({ status: 'applied' });
    expect(patch(board, create('e', { v: nested(13) }))).toEqual(malformed);
    expect(patch(board, create('e', { v: nested(1000) }))).toEqual(malformed);
  });

  it(`a command has ${maxPatchesPerCommand} patches at most`, () => {
    const board = new Board();
    const patches = Array.from({ length: maxPatchesPerCommand + 1 }, (_, number) => create(`e${number}`));
    expect(patch(board, ...patches)).toEqual({ status: 'refused', reason: 'too-many' });
    expect(patch(board, ...patches.slice(1))).toEqual({ status: 'applied' });
  });

  it('an element has its bound also after a change whose parts remove and set the same property', () => {
    const board = new Board();
    const part = (patch: ElementPatch, more?: true) =>
      ask(board, anna, { type: 'elements/patch', patches: [patch], ...(more ? { more } : {}) });
    const fifth = 'x'.repeat(maxElementBytes / 5 - 100);
    patch(board, create('e', { a: fifth }));
    expect(part({ id: 'e', set: {}, unset: ['a'] }, true)).toEqual({ status: 'applied' });
    expect(part({ id: 'e', set: { a: 'y' }, append: {} })).toEqual({ status: 'applied' });
    expect(board.element('e')).toEqual({ id: 'e' });
    for (const name of ['b', 'c', 'd', 'e', 'f']) {
      expect(patch(board, { id: 'e', set: { [name]: fifth } })).toEqual({ status: 'applied' });
    }
    expect(patch(board, { id: 'e', set: { g: 'x'.repeat(500) } })).toEqual({
      status: 'refused',
      reason: 'too-large',
    });
  });

  it('only the first patch of a part continues the one before', () => {
    const board = new Board();
    const continued = { id: 'e', set: { a: 'z' }, append: { a: 'y' } };
    const part = (...patches: readonly ElementPatch[]) =>
      ask(board, anna, { type: 'elements/patch', patches, more: true });
    expect(part(create('e', { a: 'x' }))).toEqual({ status: 'applied' });
    expect(part({ id: 'f', create: true, set: {} }, continued)).toEqual({
      status: 'refused',
      reason: 'malformed',
    });
  });

  it(`an element has ${maxElementBytes} bytes at most, however many commands it grew by`, () => {
    const board = new Board();
    const fifth = 'x'.repeat(maxElementBytes / 5 - 100);
    expect(patch(board, create('e', { a: fifth }))).toEqual({ status: 'applied' });
    for (const name of ['b', 'c', 'd', 'e']) {
      expect(patch(board, { id: 'e', set: { [name]: fifth } })).toEqual({ status: 'applied' });
    }
    expect(patch(board, { id: 'e', set: { f: 'x'.repeat(500) } })).toEqual({
      status: 'refused',
      reason: 'too-large',
    });
    expect(Object.keys(board.element('e') ?? {}).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'id']);
  });

  it(`a board has ${maxElements} elements at most, removed ones included`, () => {
    const board = new Board();
    for (let from = 0; from < maxElements; from += maxPatchesPerCommand) {
      const ids = Array.from({ length: maxPatchesPerCommand }, (_, number) => `e${from + number}`);
      expect(patch(board, ...ids.map((id) => create(id, { isDeleted: true })))).toEqual({
        status: 'applied',
      });
    }
    expect(patch(board, create('one more'))).toEqual({ status: 'refused', reason: 'too-many' });
    expect(patch(board, { id: 'e0', set: { x: 1 } })).toEqual({ status: 'applied' });
  });

  it('all elements together are bounded, and may always shrink', () => {
    const board = new Board();
    const text = 'x'.repeat(200_000);
    let number = 0;
    while (patch(board, create(`e${number}`, { text })).status === 'applied') number += 1;
    expect(board.lastOutcome(anna)?.outcome).toEqual({ status: 'refused', reason: 'too-many' });
    expect(number).toBe(Math.floor(maxAllElementsBytes / (200_000 + 31)));
    expect(patch(board, { id: 'e0', set: { text: '' } })).toEqual({ status: 'applied' });
    expect(patch(board, create('small'))).toEqual({ status: 'applied' });
  });
});

describe('elements that can be shown', () => {
  const stroke = {
    type: 'freedraw',
    points: [
      [0, 0],
      [9, 9],
    ],
  };

  it('are repaired where that is possible, on creation and later', () => {
    const board = new Board();
    patch(board, create('e', { type: 'rectangle', x: 1e9, strokeWidth: '3', index: 'a10' }));
    expect(board.element('e')).toMatchObject({ x: 1e6, strokeWidth: 3, index: 'a1', opacity: 100 });
    patch(board, { id: 'e', set: { opacity: 300 }, unset: ['strokeWidth'] });
    expect(board.element('e')).toMatchObject({ opacity: 100, strokeWidth: 2 });
    expect(Object.isFrozen(board.element('e'))).toBe(true);
  });

  it('are refused where it is not, with all that comes with them, and the property is named', () => {
    const board = new Board();
    patch(board, create('s', stroke));
    const refused = { status: 'refused', reason: 'bad-element', property: 'points' };
    expect(patch(board, create('e'), { id: 's', set: { points: null } })).toEqual(refused);
    expect(board.element('e')).toBeUndefined();
    expect(board.element('s')).toMatchObject(stroke);
    expect(patch(board, create('i'.repeat(65)))).toEqual({ ...refused, property: 'id' });
    expect(Board.restore(board.snapshot()).lastOutcome(anna)).toEqual(board.lastOutcome(anna));
  });

  it('never become something else', () => {
    const board = new Board();
    patch(board, create('s', stroke));
    const outcome = patch(board, { id: 's', set: { type: 'iframe' } });
    expect(outcome).toEqual({ status: 'refused', reason: 'bad-element', property: 'type' });
  });
});

describe('order', () => {
  it('is by index, those without one first, ties by id, all by code units', () => {
    const board = new Board();
    patch(
      board,
      create('c'),
      create('z', { index: 'a1' }),
      create('Z', { index: 'a1' }),
      create('ä', { index: 'a0' }),
      create('b', { index: null }),
      create('x', { index: 'Zz' }),
    );
    expect(board.elements().map(({ id }) => id)).toEqual(['b', 'c', 'x', 'ä', 'Z', 'z']);
  });

  it('follows an index that changes', () => {
    const board = new Board();
    patch(board, create('a', { index: 'a0' }), create('b', { index: 'a1' }), create('c', { index: 'a2' }));
    const before = board.elements();
    patch(board, { id: 'a', set: { index: 'a1V' } });
    expect(board.elements().map(({ id }) => id)).toEqual(['b', 'a', 'c']);
    patch(board, { id: 'b', set: {}, unset: ['index'] });
    expect(board.elements().map(({ id }) => id)).toEqual(['b', 'a', 'c']);
    expect(before.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});
