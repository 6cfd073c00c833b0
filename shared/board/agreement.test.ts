/** Invariants of every history of commands. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Board } from './board.ts';
import { compareElements } from './elements.ts';
import { comparePositions } from './order/position.ts';
import { type Step, someHistory, someStep } from './testing/arbitraries.ts';
import { anna, ask, nextCommand } from './testing/authors.ts';

function apply(board: Board, { origin, body }: Step) {
  return board.apply(nextCommand(board, origin, body));
}

function boardAfter(history: readonly Step[]): Board {
  const board = new Board();
  for (const step of history) apply(board, step);
  return board;
}

/** All that a reader can see. */
function look(board: Board) {
  return {
    name: board.name,
    elements: board.elements(),
    columns: board.columns(),
    labels: board.labels(),
    templates: board.templates(),
    tasks: board.columns().map(({ id }) => board.tasks(id)),
    shelves: [board.shelf('archive'), board.shelf('trash')],
    members: [...board.members()].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

it('two boards that apply the same commands agree on outcomes, content and digest', () => {
  fc.assert(
    fc.property(someHistory, (history) => {
      const [one, other] = [new Board(), new Board()];
      for (const step of history) {
        expect(apply(one, step)).toEqual(apply(other, { ...step, body: step.body.slice() }));
        expect(one.digest()).toBe(other.digest());
      }
      expect(look(one)).toEqual(look(other));
    }),
  );
});

it('the incremental digest equals the one computed from scratch', () => {
  fc.assert(
    fc.property(someHistory, (history) => {
      const board = new Board();
      for (const step of history) {
        apply(board, step);
        board.digest();
      }
      expect(board.digest()).toBe(boardAfter(history).digest());
      expect(board.digest()).toBe(Board.restore(board.snapshot()).digest());
    }),
  );
});

it('boards with different content have different digests, and with equal content equal ones', () => {
  fc.assert(
    fc.property(someHistory, someHistory, (a, b) => {
      const [one, other] = [boardAfter(a), boardAfter(b)];
      expect(one.digest() === other.digest()).toBe(Buffer.compare(one.snapshot(), other.snapshot()) === 0);
    }),
  );
});

it('every command that does something changes the digest', () => {
  const board = new Board();
  const seen = new Set([board.digest()]);
  const steps = [
    { type: 'member/introduce', name: 'Anna' },
    { type: 'board/rename', name: 'Plans' },
    { type: 'elements/patch', patches: [{ id: 'e', create: true, set: { x: 1 } }] },
    { type: 'elements/patch', patches: [{ id: 'e', set: { x: 2 } }] },
    { type: 'task/create', id: 't', title: 'T', column: 'todo' },
    { type: 'task/claim', id: 't' },
    { type: 'task/claim', id: 'none' },
    { type: 'task/edit', id: 't', due: '2026-11-29' },
    { type: 'task/item-add', id: 't', item: 'i', text: 'Rope' },
    { type: 'task/comment-add', id: 't', comment: 'c', text: 'Soon.' },
    { type: 'label/add', id: 'l', name: 'Urgent', colour: 'red' },
    { type: 'task/label', id: 't', label: 'l', on: true },
    { type: 'task/assign', id: 't', person: anna, on: true },
    { type: 'column/edit', id: 'todo', limit: 3 },
    { type: 'task/shelve', id: 't', to: 'trash' },
    { type: 'task/remove', id: 't' },
  ] as const;
  for (const step of steps) {
    ask(board, anna, step);
    seen.add(board.digest());
  }
  expect(seen.size).toBe(steps.length + 1);
});

it('commands have the same outcomes on a fork as on the board, which stays unchanged', () => {
  fc.assert(
    fc.property(someHistory, someHistory, someHistory, (before, tried, further) => {
      const board = boardAfter(before);
      const untouched = { look: look(board), snapshot: board.snapshot(), digest: board.digest() };
      const direct = boardAfter(before);
      const fork = board.fork();
      for (const step of tried) expect(apply(fork, step)).toEqual(apply(direct, step));
      const second = fork.fork();
      for (const step of further) expect(apply(second, step)).toEqual(apply(direct, step));
      expect(look(second)).toEqual(look(direct));
      expect(second.digest()).toBe(direct.digest());
      expect(second.snapshot()).toEqual(direct.snapshot());
      expect(fork.digest()).toBe(boardAfter([...before, ...tried]).digest());
      expect({ look: look(board), snapshot: board.snapshot(), digest: board.digest() }).toEqual(untouched);
    }),
  );
});

it('the content of a fork can be compared with that of the next fork', () => {
  fc.assert(
    fc.property(someHistory, someHistory, someStep, (before, pending, settled) => {
      const board = boardAfter(before);
      const shown = board.fork();
      for (const step of pending) apply(shown, step);
      const was = new Map(shown.elements().map((element) => [element.id, element]));
      board.takeChanges();

      // As the docstring of `fork` says.
      const tried = new Map([...shown.takeChanges().elements.keys()].map((id) => [id, shown.element(id)]));
      apply(board, settled);
      const moved = board.takeChanges().elements;
      const next = board.fork();
      for (const step of pending) apply(next, step);
      const candidates = new Set([...tried.keys(), ...moved.keys(), ...next.takeChanges().elements.keys()]);

      const is = new Map(next.elements().map((element) => [element.id, element]));
      for (const id of new Set([...was.keys(), ...is.keys()])) {
        if (!candidates.has(id)) expect(is.get(id)).toBe(was.get(id));
        const old = tried.has(id) ? tried.get(id) : moved.has(id) ? moved.get(id) : board.element(id);
        expect(old).toEqual(was.get(id));
      }
    }),
  );
});

it('a refused command changes nothing but the last outcome of its origin', () => {
  fc.assert(
    fc.property(someHistory, someStep, (history, step) => {
      const board = boardAfter(history);
      const before = look(board);
      board.takeChanges();
      const outcome = apply(board, step);
      if (outcome.status === 'applied') return;
      expect(look(board)).toEqual(before);
      const { elements, tasks, columns, labels, members, name } = board.takeChanges();
      const sizes = [elements, tasks, columns, labels, members].map(({ size }) => size);
      expect([...sizes, name]).toEqual([0, 0, 0, 0, 0, false]);
      expect(board.lastOutcome(step.origin)?.outcome).toEqual(outcome);
    }),
  );
});

it('random bytes are refused, and change only the last outcome', () => {
  fc.assert(
    fc.property(someHistory, fc.uint8Array({ maxLength: 300 }), (history, body) => {
      const [board, other] = [boardAfter(history), boardAfter(history)];
      expect(apply(board, { origin: anna, body })).toEqual({ status: 'refused', reason: 'malformed' });
      apply(other, { origin: anna, body: new Uint8Array() });
      expect(board.digest()).toBe(other.digest());
    }),
  );
});

it('elements and tasks are in their order, and numbers are given once', () => {
  fc.assert(
    fc.property(someHistory, (history) => {
      const board = boardAfter(history);
      expect(board.elements()).toEqual(board.elements().toSorted(compareElements));
      const numbers = new Set<number>();
      const columns = new Map(board.columns().map((column) => [column.id, column]));
      expect(board.columns()).toEqual(board.columns().toSorted(comparePositions));
      expect(columns.size).toBeGreaterThan(0);
      const lists = [...columns.keys()].map((id) => board.tasks(id));
      for (const tasks of [...lists, board.shelf('archive'), board.shelf('trash')]) {
        expect(tasks).toEqual(tasks.toSorted(comparePositions));
        for (const task of tasks) {
          expect(board.task(task.id)).toBe(task);
          expect(task.completedBy !== undefined).toBe(columns.get(task.column)?.kind === 'done');
          expect(numbers.has(task.number)).toBe(false);
          numbers.add(task.number);
        }
      }
    }),
  );
});
