import { beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../failure.ts';
import type { Card, JsonElement } from '../page/window-state.ts';
import { compare, compareLibrary, compareTitle } from './expectations.ts';
import { importColour } from './import-colour.ts';
import { drawnIn } from './looks.ts';
import { BoardModel, type TaskLook } from './model.ts';
import { compareOrder } from './order.ts';
import { inPlot, Plot, type PlotLook, pictureSize } from './plots.ts';
import { Tracked } from './tracked.ts';

const look = drawnIn(0);
const task: TaskLook = { there: true, title: 'Order rope', notes: '', column: 'todo', claimedBy: [''] };
const card: Card = {
  title: 'Order rope',
  column: 'todo',
  number: 1,
  claimedBy: '',
  isPending: false,
  isClaiming: false,
};
const agreed = { title: 'Order rope', notes: '', column: 'todo', number: 1 };
const everyone = ['Ada', 'Ben'] as const;

function drawn(change: object = {}): JsonElement {
  const { left: x, top: y } = look;
  return {
    id: 'r',
    type: 'rectangle',
    isDeleted: false,
    x,
    y,
    width: 90,
    height: 60,
    strokeColor: '#1e1e1e',
    ...change,
  };
}

let board: BoardModel;
let tracked: Tracked<typeof look>;

beforeEach(() => {
  board = new BoardModel('Harbour plan', 0, 'Ada');
  tracked = new Tracked('Ada', 1, look, { ...look, there: false });
  board.elements.set('Ada’s rectangle', { shape: 'rectangle', cell: 0, tracked });
  board.tasks.set('Ada’s task', { tracked: new Tracked('Ada', 1, task, { ...task, there: false }) });
  board.order.set('todo', ['Ada’s task']);
});

function kindOf(
  shown: { elements?: JsonElement[]; cards?: Card[] },
  together: readonly ('Ada' | 'Ben')[] = everyone,
) {
  const { elements = [drawn()], cards = [card] } = shown;
  try {
    compare(board, { elements, cards, tasks: cards.map((one) => ({ ...agreed, ...one })) }, together);
    compareOrder(board, cards);
  } catch (error) {
    if (error instanceof Failure) return error.kind;
    throw error;
  }
  return 'nothing';
}

describe('the comparison of a board with the model', () => {
  it('accepts the expected state', () => {
    expect(kindOf({})).toBe('nothing');
  });

  it.each([
    ['missing', { elements: [] }],
    ['missing', { elements: [drawn({ isDeleted: true })] }],
    ['duplicate', { elements: [drawn(), drawn({ id: 's' })] }],
    ['changed', { elements: [drawn({ x: look.left + 20 })] }],
    ['changed', { elements: [drawn({ type: 'ellipse' })] }],
    ['unexpected', { elements: [drawn(), drawn({ id: 's', x: 500 })] }],
    ['missing', { cards: [] }],
    ['duplicate', { cards: [card, { ...card, number: 2 }] }],
    ['changed', { cards: [{ ...card, column: 'done' }] }],
    ['changed', { cards: [{ ...card, claimedBy: 'Ben' }] }],
    ['unexpected', { cards: [card, { ...card, title: 'Paint buoy', number: 2 }] }],
    ['duplicate', { cards: [{ ...card, number: 0 }] }],
  ] as const)(
    'reports “%s”',
    (kind, { elements, cards }: { elements?: readonly JsonElement[]; cards?: readonly Card[] }) => {
      expect(
        kindOf({ ...(elements && { elements: [...elements] }), ...(cards && { cards: [...cards] }) }),
      ).toBe(kind);
    },
  );

  it('does not require changes that only an absent person knows', () => {
    expect(kindOf({ elements: [], cards: [] }, ['Ben'])).not.toBe('missing');
    expect(kindOf({}, ['Ben'])).toBe('nothing');
    tracked.settled(['Ada', 'Ben'], ['Ada', 'Ben']);
    expect(kindOf({ elements: [] }, ['Ben'])).toBe('missing');
  });

  it('requires a claim to succeed once it is settled, not before', () => {
    const claimed = new Tracked<TaskLook>('Ada', 1, { ...task, claimedBy: ['Ada'] }, task);
    board.tasks.set('Ada’s task', { tracked: claimed });
    const shown = { elements: [drawn()], cards: [card], tasks: [agreed] };
    expect(() => compare(board, shown, ['Ada'], false)).not.toThrow();
    expect(() => compare(board, shown, ['Ada'], true)).toThrow('claimed by nobody');
  });

  it('requires a bound arrow exactly once, with its ends at its shapes', () => {
    const { left, top } = drawnIn(1);
    const second = new Tracked('Ada', 1, drawnIn(1), { ...look, there: false });
    board.elements.set('Ada’s other', { shape: 'rectangle', cell: 1, tracked: second });
    const tracked = new Tracked('Ada', 1, { there: true }, { there: false });
    board.connections.set('an arrow', { from: 'Ada’s rectangle', to: 'Ada’s other', tracked });
    const shapes = [drawn(), drawn({ id: 's', x: left, y: top })];
    const arrow = drawn({
      id: 'a',
      type: 'arrow',
      x: look.left + 95,
      y: look.top + 30,
      points: [
        [0, 0],
        [left - look.left - 100, 0],
      ],
      startBinding: { elementId: 'r' },
      endBinding: { elementId: 's' },
    });
    expect(kindOf({ elements: [...shapes, arrow] })).toBe('nothing');
    expect(kindOf({ elements: shapes })).toBe('missing');
    expect(kindOf({ elements: [...shapes, { ...arrow, endBinding: null }] })).not.toBe('nothing');
    expect(kindOf({ elements: [...shapes, arrow, { ...arrow, id: 'b' }] })).toBe('duplicate');
    expect(kindOf({ elements: [...shapes, { ...arrow, x: look.left + 115 }] })).toBe('changed');
    tracked.change('Ada', 2, { there: false });
    expect(kindOf({ elements: [...shapes, arrow] })).toBe('reappeared');
  });

  it('accepts the lines of a text in any order after the first, and requires its link', () => {
    const text = new Tracked('Ada', 1, { ...look, text: 'a\nb\nc', link: 'https://example.org/1' }, look);
    board.elements.set('Ada’s rectangle', { shape: 'text', cell: 0, tracked: text });
    const written = (more: object) => ({ elements: [drawn({ type: 'text', ...more })] });
    const link = 'https://example.org/1';
    expect(kindOf(written({ text: 'a\nc\nb', link }))).toBe('nothing');
    expect(kindOf(written({ text: 'b\na\nc', link }))).toBe('changed');
    expect(kindOf(written({ text: 'a\nb', link }))).toBe('changed');
    expect(kindOf(written({ text: 'a\nb\nc', link: null }))).toBe('changed');
  });

  it('requires each item of the library once, and no other', () => {
    board.library.set('Pump', { tracked: new Tracked('Ada', 1, { there: true }, { there: false }) });
    const check = (names: readonly string[], together: readonly ('Ada' | 'Ben')[] = everyone) =>
      compareLibrary(board, names, together);
    expect(() => check(['Pump'])).not.toThrow();
    expect(() => check([], ['Ben'])).not.toThrow();
    expect(() => check([])).toThrow('Pump');
    expect(() => check(['Pump', 'Pump'])).toThrow('once');
    expect(() => check(['Pump', 'Valve'])).toThrow('nothing more');
  });

  it('requires the latest name', () => {
    board.title.change('Ada', 2, 'Harbour plan v2');
    const nameOf = (title: string) => `${title} 7`;
    expect(() => compareTitle(board, { title: 'Harbour plan v2 7' }, ['Ada'], nameOf)).not.toThrow();
    expect(() => compareTitle(board, { title: 'Harbour plan 7' }, ['Ada'], nameOf)).toThrow('v2 7');
    expect(() => compareTitle(board, { title: 'Harbour plan 7' }, ['Ben'], nameOf)).not.toThrow();
  });

  it('reports a deleted element that reappears', () => {
    tracked.change('Ben', 2, { ...look, there: false });
    expect(kindOf({})).toBe('reappeared');
    expect(kindOf({ elements: [] })).toBe('nothing');
  });
});

describe('an element that two people push while a third one is offline', () => {
  const between = { elements: [drawn({ x: look.left + 8, y: look.top + 3 })] };

  beforeEach(() => {
    tracked.settled(everyone, everyone);
    const half = { ...look, left: look.left + 17 };
    tracked.change('Ada', 2, half);
    tracked.change('Ada', 2, { ...half, top: look.top + 20 });
  });

  it('has any place between the ends of the push in the window of the absent person', () => {
    board.pushes.set('Ada’s rectangle', { burst: 2, by: ['Ada'], axis: 'x', look });
    expect(kindOf(between, ['Ben'])).toBe('nothing');
    expect(kindOf({ elements: [drawn({ x: look.left + 8, y: look.top + 30 })] }, ['Ben'])).toBe('changed');
    expect(kindOf(between)).toBe('changed');
  });

  it('has no such place if nobody has pushed it', () => {
    expect(kindOf(between, ['Ben'])).toBe('changed');
  });
});

it('takes no imported element for a part of a plot, beside which it may be placed', () => {
  const place = inPlot(0, 30, 30);
  const picture: PlotLook = { kind: 'picture', there: true, width: pictureSize.width, ...place };
  board.plots.set('Ada’s picture', new Plot(0, new Tracked('Ada', 1, picture, { ...picture, there: false })));
  const colour = importColour(1);
  board.imports.push({ colour, count: 1, tracked: new Tracked('Ada', 1, { there: true }, { there: false }) });
  const image = drawn({ ...place, id: 'p', type: 'image', width: pictureSize.width, height: 120 });
  const beside = drawn({ ...inPlot(0, 300, 30), id: 'i', strokeColor: colour });
  expect(kindOf({ elements: [drawn(), image, beside] })).toBe('nothing');
  expect(kindOf({ elements: [drawn(), image, { ...beside, strokeColor: '#1e1e1e' }] })).not.toBe('nothing');
});
