import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Board } from '../board.ts';
import { someHistory } from '../testing/arbitraries.ts';
import { anna, ask, nextCommand } from '../testing/authors.ts';
import { withSortedNames } from '../values/json.ts';
import { decodePlain, encodePlain } from './plain-data.ts';
import { joinedBytes } from './snapshot-pieces.ts';

function drawn(elements: number): Board {
  const board = new Board();
  for (let first = 0; first < elements; first += 500) {
    const ids = Array.from({ length: Math.min(500, elements - first) }, (_, at) => `e${(first + at) * 7919}`);
    const patches = ids.map((id) => ({ id, create: true as const, set: { x: 1.5 } }));
    ask(board, anna, { type: 'elements/patch', patches });
  }
  return board;
}

describe('the pieces of a snapshot', () => {
  it('are together one value in its only form', () => {
    fc.assert(
      fc.property(someHistory, (history) => {
        const board = new Board();
        for (const { origin, body } of history) board.apply(nextCommand(board, origin, body));
        const bytes = joinedBytes([...board.snapshotPieces()]);
        const value = decodePlain(bytes, 20);
        expect(value).toBeDefined();
        expect(encodePlain(withSortedNames(value))).toEqual(bytes);
      }),
    );
  });

  it('are short, in the order of ids, also of thousands of elements', () => {
    const board = drawn(9_000);
    const pieces = [...board.snapshotPieces()];
    expect(Math.max(...pieces.map(({ byteLength }) => byteLength))).toBeLessThan(70_000);
    expect(pieces.length).toBeGreaterThan(30);
    const restored = Board.restore(joinedBytes(pieces));
    expect(restored.digest()).toBe(board.digest());
  });

  it('are those of the board as it was when they were requested', () => {
    const board = drawn(3_000);
    const before = board.snapshot();
    const pieces: Uint8Array[] = [];
    for (const piece of board.snapshotPieces()) {
      pieces.push(piece);
      const [id, set] = [`e${(pieces.length % 3_000) * 7919}`, { x: pieces.length, isDeleted: true }];
      ask(board, anna, { type: 'elements/patch', patches: [{ id, set }] });
      ask(board, anna, { type: 'task/create', id: `t${pieces.length}`, title: 'T', column: 'todo' });
    }
    expect(joinedBytes(pieces)).toEqual(before);
    expect(board.snapshot()).not.toEqual(before);
  });
});
