import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Board } from '#shared/board/board.ts';
import type { ElementPatch } from '#shared/board/commands.ts';
import { anna, ask, ben } from '#shared/board/testing/authors.ts';
import { ElementHistory } from './element-history.ts';
import { laterUndo } from './stored-undo.ts';

const readOf = (stored: unknown) => laterUndo({ stored, left: undefined }).undo;

let board: Board;
let history: ElementHistory;
/** The texts of the last undo or redo that a window has to measure. */
let unmeasured: readonly string[];

beforeEach(() => {
  board = new Board();
  history = newHistory();
});

function newHistory(): ElementHistory {
  return new ElementHistory({
    element: (id) => board.element(id),
    submit: (patches, ids) => {
      unmeasured = ids;
      ask(board, anna, { type: 'elements/patch', patches });
    },
    changed: () => undefined,
  });
}

function mine(patches: readonly ElementPatch[], mark?: object): void {
  history.record(patches, mark, () => void ask(board, anna, { type: 'elements/patch', patches }));
}

function theirs(...patches: readonly ElementPatch[]): void {
  ask(board, ben, { type: 'elements/patch', patches });
}

const text = (originalText: string) => ({ originalText, text: originalText, fontSize: 20, lineHeight: 1.25 });

const look = () => board.elements().map((element) => ({ ...element }));

it('takes back a change and repeats it, and a new change ends what can be repeated', () => {
  theirs({ id: 'a', create: true, set: { x: 1, link: 'old' } });
  mine([{ id: 'a', set: { x: 2 }, unset: ['link'] }]);
  expect(history.turn('undo')).toEqual({ undone: 1, left: 0 });
  expect(look()).toEqual([{ id: 'a', x: 1, link: 'old' }]);
  expect([history.canUndo, history.canRedo]).toEqual([false, true]);
  expect(history.turn('redo')).toEqual({ undone: 1, left: 0 });
  expect(look()).toEqual([{ id: 'a', x: 2 }]);
  history.turn('undo');
  mine([{ id: 'a', set: { y: 5 } }]);
  expect(history.turn('redo')).toBeUndefined();
});

it('deletes a new element, and brings it back as others have changed it since', () => {
  mine([{ id: 'a', create: true, set: { x: 1, isDeleted: false } }]);
  theirs({ id: 'a', set: { x: 7 } });
  expect(history.deletes('undo')).toEqual(['a']);
  history.turn('undo');
  expect(board.element('a')?.isDeleted).toBe(true);
  history.turn('redo');
  expect(board.element('a')).toMatchObject({ x: 7, isDeleted: false });
});

describe('across changes of others', () => {
  it('skips a property that others changed since, and takes back the rest', () => {
    theirs({ id: 'a', create: true, set: { x: 1, y: 1 } });
    mine([{ id: 'a', set: { x: 2, y: 2 } }]);
    theirs({ id: 'a', set: { y: 9 } });
    expect(history.turn('undo')).toEqual({ undone: 1, left: 1 });
    expect(board.element('a')).toMatchObject({ x: 1, y: 9 });
    expect(history.turn('redo')).toEqual({ undone: 1, left: 0 });
    expect(board.element('a')).toMatchObject({ x: 2, y: 9 });
  });

  it('leaves an element that others deleted', () => {
    theirs({ id: 'a', create: true, set: { x: 1 } });
    mine([{ id: 'a', set: { x: 2 } }]);
    theirs({ id: 'a', set: { isDeleted: true } });
    expect(history.turn('undo')).toEqual({ undone: 0, left: 1 });
    expect(board.element('a')).toMatchObject({ x: 2, isDeleted: true });
  });

  it('takes back the lines of a text that stand, and repeats them; the lines of others stay', () => {
    theirs({ id: 'a', create: true, set: text('To buy\ntea') });
    mine([{ id: 'a', set: text('To buy\nmilk') }]);
    theirs({ id: 'a', set: text('To buy\nmilk\nbread') });
    expect(history.turn('undo')).toEqual({ undone: 1, left: 0 });
    expect(board.element('a')).toMatchObject({ originalText: 'To buy\nbread\ntea', height: 75 });
    expect(unmeasured).toEqual(['a']);
    theirs({ id: 'a', set: text('To buy today\nbread\ntea') });
    expect(history.turn('redo')).toEqual({ undone: 1, left: 0 });
    expect(String(board.element('a')?.originalText).split('\n').toSorted()).toEqual([
      'To buy today',
      'bread',
      'milk',
    ]);
  });

  it('takes back and repeats a text that was measured again, and has it measured', () => {
    const sized = (lines: string, width: number) => ({ ...text(lines), width, height: 25 });
    theirs({ id: 'a', create: true, set: { ...sized('short', 50), autoResize: true } });
    mine([{ id: 'a', set: sized('much longer', 110) }]);
    theirs({ id: 'a', set: { width: 107 } });
    expect(history.turn('undo')).toEqual({ undone: 1, left: 0 });
    expect(board.element('a')).toMatchObject({ originalText: 'short', text: 'short' });
    expect(unmeasured).toEqual(['a']);
    theirs({ id: 'a', set: { width: 52 } });
    expect(history.turn('redo')).toEqual({ undone: 1, left: 0 });
    expect(board.element('a')).toMatchObject({ originalText: 'much longer', width: 107 });
    expect(unmeasured).toEqual(['a']);
  });

  it('brings back a text that this person emptied, also if it was measured meanwhile', () => {
    theirs({ id: 'a', create: true, set: { ...text('a\nb'), width: 50 } });
    mine([{ id: 'a', set: { ...text(''), isDeleted: true, width: 1 } }]);
    theirs({ id: 'a', set: { width: 2 } });
    expect(history.turn('undo')).toEqual({ undone: 1, left: 0 });
    expect(board.element('a')).toMatchObject({ originalText: 'a\nb', width: 50 });
    expect(board.element('a')?.isDeleted).not.toBe(true);
  });

  it('leaves a text of which others changed the same line, or that they deleted', () => {
    theirs({ id: 'a', create: true, set: text('a boat') });
    mine([{ id: 'a', set: text('a ship') }]);
    theirs({ id: 'a', set: text('a ferry') });
    expect(history.turn('undo')).toEqual({ undone: 0, left: 1 });
    expect(board.element('a')?.originalText).toBe('a ferry');
    mine([{ id: 'a', set: text('a ferry\na raft') }]);
    theirs({ id: 'a', set: { isDeleted: true } });
    expect(history.turn('undo')).toEqual({ undone: 0, left: 1 });
    expect(board.element('a')).toMatchObject({ originalText: 'a ferry\na raft', isDeleted: true });
  });

  it('takes back a text and its lines together, or neither', () => {
    theirs({ id: 'a', create: true, set: { originalText: 'one two', text: 'one two', width: 70 } });
    mine([{ id: 'a', set: { originalText: 'three four', text: 'three four', width: 90 } }]);
    theirs({ id: 'a', set: { text: 'three\nfour', width: 50 } });
    expect(history.turn('undo')).toEqual({ undone: 1, left: 0 });
    expect(board.element('a')).toMatchObject({ originalText: 'one two', text: 'one two' });
    expect(unmeasured).toEqual(['a']);
  });
});

it('makes one step of changes with one mark', () => {
  const drag = {};
  theirs({ id: 'a', create: true, set: { x: 0 } });
  for (const x of [1, 2, 3]) mine([{ id: 'a', set: { x } }], drag);
  mine([{ id: 'b', create: true, set: { isDeleted: false } }], drag);
  mine([{ id: 'b', set: { x: 4 } }], drag);
  mine([{ id: 'a', set: { x: 5 } }], {});
  history.turn('undo');
  expect(board.element('a')?.x).toBe(3);
  history.turn('undo');
  expect(board.element('a')?.x).toBe(0);
  expect(board.element('b')).toMatchObject({ x: 4, isDeleted: true });
  expect(history.canUndo).toBe(false);
});

it('does not remember a change that was refused', () => {
  mine([{ id: 'missing', set: { x: 1 } }]);
  expect(history.canUndo).toBe(false);
});

describe('in storage', () => {
  it('drops what is invalid', () => {
    mine([{ id: 'a', create: true, set: { isDeleted: false } }]);
    const elements = history.steps(1_000_000);
    const none = { undo: [], redo: [] };
    expect(readOf({ version: 1, count: 1, elements, tasks: none })?.elements).toEqual(elements);
    for (const bad of [
      undefined,
      { version: 2, elements, tasks: none },
      { version: 1, count: 1, elements: { undo: [[{ did: { id: 'a' }, back: {} }]], redo: [] }, tasks: none },
      {
        version: 1,
        count: 1,
        elements,
        tasks: { undo: [[{ did: { type: 'task/explode' }, back: {} }]], redo: [] },
      },
      {
        version: 1,
        count: 1,
        elements: { undo: Array.from({ length: 101 }, () => []), redo: [] },
        tasks: none,
      },
    ]) {
      expect(readOf(bad)).toBeUndefined();
    }
  });

  it('keeps the latest steps that fit', () => {
    for (const id of ['a', 'b', 'c']) mine([{ id, create: true, set: { isDeleted: false } }]);
    const { undo } = history.steps(150);
    expect(undo.flat().map(({ did }) => did.id)).toEqual(['b', 'c']);
  });
});

/** A change of one of two properties of one of two elements, an undo, a redo, or a reload. */
const deed = fc.oneof(
  fc.record({
    by: fc.constantFrom('me', 'other'),
    id: fc.constantFrom('a', 'b'),
    name: fc.constantFrom('x', 'y', 'isDeleted'),
    value: fc.nat(3),
  }),
  fc.constantFrom('undo', 'redo', 'reload'),
);

it('an undo or a redo changes no property whose last change is another person’s, in any history', () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 40 }), (deeds) => {
      board = new Board();
      history = newHistory();
      /** The author of the last change of each property. */
      const authors = new Map<string, string>();
      theirs(
        ...['a', 'b'].map((id) => ({ id, create: true as const, set: { x: 0, y: 0, isDeleted: false } })),
      );
      for (const one of deeds) {
        if (one === 'reload') {
          const elements = structuredClone(history.steps(1_000_000));
          history = newHistory();
          const stored = readOf({ version: 1, count: 1, elements, tasks: { undo: [], redo: [] } });
          if (stored === undefined) throw new Error('its own steps are invalid');
          history.restore(stored.elements);
        } else if (typeof one === 'string') {
          const before = new Map(board.elements().map((element) => [element.id, element]));
          history.turn(one);
          for (const element of board.elements()) {
            for (const name of ['x', 'y', 'isDeleted']) {
              if (element[name] === before.get(element.id)?.[name]) continue;
              expect(authors.get(`${element.id} ${name}`)).toBe('me');
            }
          }
        } else {
          const { by, id, name } = one;
          const value = name === 'isDeleted' ? one.value > 1 : one.value;
          if (board.element(id)?.[name] === value) continue;
          authors.set(`${id} ${name}`, by);
          if (by === 'me') mine([{ id, set: { [name]: value } }]);
          else theirs({ id, set: { [name]: value } });
        }
      }
    }),
    { numRuns: 300, seed: 20261129 },
  );
});

it('without others, all undone is the beginning, and all redone is the end', () => {
  const change = fc.record({ id: fc.constantFrom('a', 'b', 'c'), x: fc.nat(4), mark: fc.nat(2) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      board = new Board();
      history = newHistory();
      const marks = [{}, {}, {}];
      for (const { id, x, mark } of changes)
        mine([{ id, create: true, set: { x, isDeleted: false } }], marks[mark]);
      const end = look();
      while (history.canUndo) expect(history.turn('undo')?.left).toBe(0);
      expect(board.elements().every(({ isDeleted }) => isDeleted === true)).toBe(true);
      while (history.canRedo) expect(history.turn('redo')?.left).toBe(0);
      expect(look()).toEqual(end);
    }),
    { numRuns: 200, seed: 20261129 },
  );
});
