import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Board } from './board.ts';
import { diffElement } from './element-diff.ts';
import { anna, ask } from './testing/authors.ts';

describe('diffElement', () => {
  it('finds the changed properties, by value', () => {
    const before = { id: 'e', x: 1, y: 2, points: [[0, 0]], roundness: { type: 3 }, link: 'a' };
    expect(diffElement(before, { ...before, points: [[0, 0]], roundness: { type: 3 } })).toBeUndefined();
    expect(diffElement(before, { ...before, x: 5, points: [[0, 1]] })).toEqual({
      id: 'e',
      set: { x: 5, points: [[0, 1]] },
    });
    expect(diffElement(before, { ...before, y: undefined, x: 3 })).toEqual({
      id: 'e',
      set: { x: 3 },
      unset: ['y'],
    });
    const { link: _, ...unlinked } = before;
    expect(diffElement(before, unlinked)).toEqual({ id: 'e', set: {}, unset: ['link'] });
  });

  it('creates new elements', () => {
    expect(diffElement(undefined, { id: 'e', x: 1, y: undefined })).toEqual({
      id: 'e',
      create: true,
      set: { x: 1 },
    });
  });

  it("leaves out Excalidraw's bookkeeping, but keeps the seed, which is how a shape looks", () => {
    const after = { id: 'e', version: 5, versionNonce: 6, updated: 7, seed: 8 };
    expect(diffElement(undefined, after)).toEqual({ id: 'e', create: true, set: { seed: 8 } });
    expect(diffElement({ id: 'e', seed: 8 }, { ...after, version: 9 })).toBeUndefined();
  });

  it('accepts another list of ignored properties', () => {
    expect(diffElement({ id: 'e', w: 1 }, { id: 'e', version: 2, w: 2 }, new Set(['w']))).toEqual({
      id: 'e',
      set: { version: 2 },
    });
  });

  it('makes patches whose application gives the new element', () => {
    const name = fc.constantFrom('x', 'y', 'points', 'toString', 'text');
    const value = fc.constantFrom(0, 1, 'a', null, [1], [1, 2], { a: 1 }, { a: 1, b: [] });
    const properties = fc.dictionary(name, value, { noNullPrototype: true });
    fc.assert(
      fc.property(properties, properties, (before, after) => {
        const board = new Board();
        const put = () => {
          const patch = diffElement(board.element('e'), { id: 'e', ...next });
          if (patch !== undefined) ask(board, anna, { type: 'elements/patch', patches: [patch] });
          expect(board.element('e')).toEqual({ id: 'e', ...next });
        };
        let next = before;
        put();
        next = after;
        put();
        expect(diffElement(board.element('e'), { id: 'e', ...next })).toBeUndefined();
      }),
    );
  });
});
