import { describe, expect, it } from 'vitest';
import { Board } from '../../board.ts';
import { anna, ask } from '../../testing/authors.ts';
import { joinedBytes } from '../snapshot-pieces.ts';
import { BadSnapshot } from './bad-snapshot.ts';

function drawn(elements: number): Board {
  const board = new Board();
  for (let first = 0; first < elements; first += 500) {
    const patches = Array.from({ length: Math.min(500, elements - first) }, (_, at) => ({
      id: `e${(first + at) * 7919}`,
      create: true as const,
      set: { x: 1.5, y: first + at, text: at % 2 === 0 ? 'Harbour' : 'Häfen' },
    }));
    ask(board, anna, { type: 'elements/patch', patches });
  }
  return board;
}

/** The result, and the number of steps. */
function inSteps(bytes: Uint8Array): { readonly board: Board; readonly steps: number } {
  const restoring = Board.restoring(bytes);
  for (let steps = 1; ; steps += 1) {
    const step = restoring.next();
    if (step.done === true) return { board: step.value, steps };
  }
}

describe('a board that is restored in steps', () => {
  it('is the same as at once, after many short steps', () => {
    const board = drawn(9_000);
    const { board: restored, steps } = inSteps(board.snapshot());
    expect(steps).toBeGreaterThan(60);
    expect(restored.digest()).toBe(board.digest());
    expect(restored.snapshot()).toEqual(board.snapshot());
    expect(restored.elements()).toEqual(board.elements());
  });

  it('takes more steps for large elements than for as many small ones', () => {
    const board = (points: number) => {
      const made = new Board();
      const line = Array.from({ length: points }, (_, at) => [at, at % 7]);
      for (let at = 0; at < 40; at += 1) {
        const set = { type: 'freedraw', points: line, index: 'a1' };
        ask(made, anna, { type: 'elements/patch', patches: [{ id: `e${at}`, create: true, set }] });
      }
      return made.snapshot();
    };
    // Reading, adding and checking each end a step after 32 KiB at most and the element that exceeds them.
    const large = board(4_000);
    expect(inSteps(large).steps).toBeGreaterThan(3 * 40);
    expect(inSteps(board(4)).steps).toBeLessThan(20);
  });

  it('does not depend on what the original does meanwhile', () => {
    const board = drawn(1_000);
    const [bytes, digest] = [board.snapshot(), board.digest()];
    const restoring = Board.restoring(bytes);
    for (let at = 0; ; at += 1) {
      const step = restoring.next();
      if (step.done === true) return expect(step.value.digest()).toBe(digest);
      ask(board, anna, { type: 'task/create', id: `t${at}`, title: 'T', column: 'todo' });
    }
  });
});

describe('elements in a form of their own', () => {
  // {elements: […], format: 1, lastOutcomes: [], members: [], name: "", tasks: [], tasksCreated: 0}
  const text = (value: string): number[] => [0xa0 | value.length, ...Buffer.from(value)];
  const rest = [
    ...[...text('format'), 0x01, ...text('lastOutcomes'), 0x90, ...text('members'), 0x90, ...text('name')],
    ...[0xa0, ...text('tasks'), 0x90, ...text('tasksCreated'), 0x00],
  ];
  const withElements = (...elements: readonly (readonly number[])[]): Uint8Array =>
    joinedBytes([
      Uint8Array.from([0x87, ...text('elements'), 0x90 | elements.length]),
      Uint8Array.from([...elements.flat(), ...rest]),
    ]);
  const element = (id: string, x: readonly number[]): number[] => [
    0x82,
    ...text('id'),
    ...text(id),
    ...text('x'),
    ...x,
  ];

  it('the bytes of these tests are right', () => {
    const board = Board.restore(withElements(element('a', [5]), element('b', [0xd0, 0xdf])));
    expect(board.elements()).toEqual([
      { id: 'a', x: 5 },
      { id: 'b', x: -33 },
    ]);
  });

  it('are as deep as commands allow', () => {
    const deepest = withElements(element('a', [...new Array(11).fill(0x91), 0x90]));
    expect(Board.restore(deepest).element('a')).toBeDefined();
  });

  it.each<[string, Uint8Array]>([
    ['a number in a longer form', withElements(element('a', [0xcc, 0x05]))],
    ['a whole number as a float', withElements(element('a', [0xcb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0]))],
    ['names out of order', withElements([0x82, ...text('x'), 5, ...text('id'), ...text('a')])],
    ['elements out of order', withElements(element('b', [5]), element('a', [5]))],
    ['an element twice', withElements(element('a', [5]), element('a', [5]))],
    ['bytes that follow', joinedBytes([withElements(), Uint8Array.of(0xc0)])],
    [
      'a list that announces more than follows',
      Uint8Array.of(0x87, ...text('elements'), 0xdd, 0, 0, 0xc0, 0),
    ],
    ['more elements than a board has', Uint8Array.of(0x87, ...text('elements'), 0xdd, 0, 1, 0, 0)],
    ['a value deeper than commands allow', withElements(element('a', [...new Array(12).fill(0x91), 0x90]))],
  ])('are refused: %s', (_, bytes) => {
    expect(() => Board.restore(bytes)).toThrow(BadSnapshot);
  });
});
