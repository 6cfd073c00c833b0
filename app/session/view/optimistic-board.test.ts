import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Board } from '#shared/board/board.ts';
import { encodeCommand } from '#shared/board/bytes/codec.ts';
import type { BoardCommandBody, ElementPatch } from '#shared/board/commands.ts';
import type { BoardView } from '#shared/board/state.ts';
import { someCommand } from '#shared/board/testing/arbitraries.ts';
import type { Command } from '#shared/paxos/model/entry.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { isGuarded } from '../changes/pending.ts';
import { OptimisticBoard } from './optimistic-board.ts';

const me = replicaId('me-1');
const ada = replicaId('ada-1');

/** A board on which others and this device settle commands, numbered as by the engine. */
function device() {
  const board = new OptimisticBoard(me, new Board());
  const sequences = new Map([
    [me, 0],
    [ada, 0],
  ]);
  const next = (origin: typeof me) => {
    const sequence = (sequences.get(origin) ?? 0) + 1;
    sequences.set(origin, sequence);
    return sequence;
  };
  return {
    board,
    /** This device submits a change; returns the command that the engine will decide. */
    act(body: BoardCommandBody): Command {
      const command = { ...body, at: 7 };
      const bytes = encodeCommand(command);
      if (!isGuarded(command)) board.try(bytes);
      const sequence = next(me);
      board.add({ sequence, command, body: bytes });
      return { origin: me, sequence, body: bytes };
    },
    other(body: BoardCommandBody): Command {
      return { origin: ada, sequence: next(ada), body: encodeCommand({ ...body, at: 7 }) };
    },
  };
}

const patch = (...patches: ElementPatch[]): BoardCommandBody => ({ type: 'elements/patch', patches });
const box = (id: string, x: number): BoardCommandBody => patch({ id, create: true, set: { x } });
const move = (id: string, set: ElementPatch['set']): BoardCommandBody => patch({ id, set });

describe('elements', () => {
  test('own changes are shown at once, and the window is not notified of them', () => {
    const { board, act } = device();
    act(box('a', 1));
    expect(board.shown().element('a')).toEqual({ id: 'a', x: 1 });
    expect(board.settled.element('a')).toBeUndefined();
    expect(board.takeChanged()).toEqual([]);
  });

  test('settling it changes nothing that is seen', () => {
    const { board, act } = device();
    const command = act(
      patch({
        id: 'a',
        create: true,
        set: {
          points: [
            [0, 0],
            [3, 4],
          ],
        },
      }),
    );
    const own = board.settle([command]);
    expect(own).toMatchObject([{ change: { sequence: 1 }, outcome: { status: 'applied' } }]);
    expect(board.pending()).toEqual([]);
    expect(board.settled.element('a')).toBeDefined();
    expect(board.takeChanged()).toEqual([]);
  });

  test('changes of others are named, once', () => {
    const { board, other } = device();
    board.settle([other(box('a', 1)), other(box('b', 1))]);
    expect([...board.takeChanged()].sort()).toEqual(['a', 'b']);
    expect(board.takeChanged()).toEqual([]);
    board.settle([other(move('b', { x: 2 }))]);
    expect(board.takeChanged()).toEqual(['b']);
  });

  test('a pending change stays on top of what others settle first; both hold', () => {
    const { board, act, other } = device();
    board.settle([other(box('a', 1))]);
    board.takeChanged();
    const mine = act(move('a', { x: 5 }));
    board.settle([other(move('a', { x: 9, color: 'red' }))]);
    expect(board.shown().element('a')).toEqual({ id: 'a', x: 5, color: 'red' });
    expect(board.takeChanged()).toEqual(['a']);
    board.settle([mine]);
    expect(board.shown().element('a')).toEqual({ id: 'a', x: 5, color: 'red' });
    expect(board.takeChanged()).toEqual([]);
  });

  test('a change that a pending one hides causes no notification', () => {
    const { board, act, other } = device();
    board.settle([other(box('a', 1))]);
    act(move('a', { x: 5 }));
    board.takeChanged();
    board.settle([other(move('a', { x: 9 }))]);
    expect(board.takeChanged()).toEqual([]);
  });

  test('several moves of the settled board between two looks are one change', () => {
    const { board, act, other } = device();
    board.settle([other(box('a', 1))]);
    act(move('a', { x: 5 }));
    board.takeChanged();
    board.settle([other(move('a', { y: 1 }))]);
    board.settle([other(move('a', { y: 2 }))]);
    board.settle([other(box('b', 0))]);
    expect([...board.takeChanged()].sort()).toEqual(['a', 'b']);
  });

  test('there and back again is no change', () => {
    const { board, other } = device();
    board.settle([other(box('a', 1))]);
    board.takeChanged();
    board.settle([other(move('a', { x: 2 }))]);
    board.settle([other(move('a', { x: 1 }))]);
    expect(board.takeChanged()).toEqual([]);
  });

  test('an element whose creation was refused is gone, and named', () => {
    const { board, act, other } = device();
    board.settle([other(box('a', 1))]);
    board.takeChanged();
    // On its way to the others, this device's bytes were turned into nonsense that all refuse alike.
    const mine = act(box('b', 1));
    const own = board.settle([{ ...mine, body: new Uint8Array([1, 2, 3]) }]);
    expect(own[0]?.outcome).toEqual({ status: 'refused', reason: 'malformed' });
    expect(board.shown().element('b')).toBeUndefined();
    expect(board.takeChanged()).toEqual(['b']);
  });

  test('an element that the window shows wrongly can be requested again', () => {
    const { board } = device();
    board.showAgain(['x']);
    expect(board.takeChanged()).toEqual(['x']);
  });
});

describe('tasks and names', () => {
  test('a created task is shown on top, and moves when another was created first', () => {
    const { board, act, other } = device();
    const mine = act({ type: 'task/create', id: 'm', title: 'Mine', column: 'todo' });
    expect(board.shown().tasks('todo')).toHaveLength(1);
    board.settle([other({ type: 'task/create', id: 'o', title: 'Other', column: 'todo' })]);
    expect(
      board
        .shown()
        .tasks('todo')
        .map((task) => task.id),
    ).toEqual(['o', 'm']);
    const own = board.settle([mine]);
    expect(own[0]?.outcome).toEqual({ status: 'applied', number: 2 });
  });

  test('a claim is not shown as granted before it is', () => {
    const { board, act, other } = device();
    board.settle([other({ type: 'task/create', id: 't', title: 'T', column: 'todo' })]);
    const claim = act({ type: 'task/claim', id: 't' });
    const rename = act({ type: 'board/rename', name: 'Mine' });
    expect(board.shown().name).toBe('Mine');
    expect(board.shown().task('t')?.claimedBy).toBeUndefined();
    board.settle([other({ type: 'board/rename', name: 'Theirs' })]);
    expect(board.shown().task('t')?.claimedBy).toBeUndefined();
    expect(board.shown().name).toBe('Mine');
    board.settle([claim, rename]);
    expect(board.shown().task('t')?.claimedBy).toBe(me);
  });

  test('a refused claim names the winner', () => {
    const { board, act, other } = device();
    board.settle([other({ type: 'task/create', id: 't', title: 'T', column: 'todo' })]);
    const claim = act({ type: 'task/claim', id: 't' });
    const own = board.settle([other({ type: 'task/claim', id: 't' }), claim]);
    expect(own).toMatchObject([
      { change: { command: { type: 'task/claim' } }, outcome: { reason: 'already-claimed', by: ada } },
    ]);
  });
});

describe('after a reload', () => {
  test('changes of the earlier run are shown again, and new ones follow them', () => {
    const first = device();
    const before = first.act(box('a', 1));
    const claim = first.act({ type: 'task/claim', id: 't' });

    const board = new OptimisticBoard(me, new Board());
    board.restore([
      { sequence: 1, command: { ...box('a', 1), at: 7 }, body: before.body },
      { sequence: 2, command: { type: 'task/claim', id: 't', at: 7 }, body: claim.body },
    ]);
    expect(board.shown().element('a')).toEqual({ id: 'a', x: 1 });
    expect(board.takeChanged()).toEqual(['a']);
    expect(board.pending()).toHaveLength(2);

    const own = board.settle([before, claim]);
    expect(own[1]).toMatchObject({
      change: { sequence: 2, command: { type: 'task/claim' } },
      outcome: { status: 'refused', reason: 'no-such-task' },
    });
    expect(board.pending()).toEqual([]);
  });

  test('changes settled in an earlier run cause no notification', () => {
    const { board } = device();
    const body = encodeCommand({ type: 'task/claim', id: 't', at: 7 });
    expect(board.settle([{ origin: me, sequence: 1, body }])).toEqual([]);
  });
});

describe('whatever is settled in whatever order', () => {
  function contentOf(view: BoardView) {
    return {
      name: view.name,
      members: [...view.members()].sort((a, b) => (a.id < b.id ? -1 : 1)),
      elements: view.elements(),
      columns: view.columns(),
      labels: view.labels(),
      tasks: view.columns().map(({ id }) => view.tasks(id)),
      archive: view.shelf('archive'),
      trash: view.shelf('trash'),
    };
  }

  /** `mine` and `others` submit; `settle` decides so many of this device's changes, then so many of others'. */
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ mine: someCommand }) },
    { weight: 1, arbitrary: fc.record({ others: someCommand }) },
    { weight: 2, arbitrary: fc.record({ settle: fc.tuple(fc.nat(4), fc.nat(1)) }) },
  );

  test('the board shows the settled one with the pending changes on top, as if made anew', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { board, act, other } = device();
        // The same commands, without a fork that continues.
        const settled = new Board();
        let mine: Command[] = [];
        let theirs: Command[] = [];
        for (const each of steps) {
          if ('mine' in each) mine.push(act(each.mine));
          else if ('others' in each) theirs.push(other(each.others));
          else {
            const [own, foreign] = each.settle;
            const decided = [...mine.slice(0, own), ...theirs.slice(0, foreign)];
            mine = mine.slice(own);
            theirs = theirs.slice(foreign);
            board.settle(decided);
            for (const command of decided) settled.apply(command);
          }
          const anew = settled.fork();
          for (const { command, body, sequence } of board.pending()) {
            if (!isGuarded(command)) anew.apply({ origin: me, sequence, body });
          }
          expect(contentOf(board.shown())).toEqual(contentOf(anew));
        }
        expect(board.digest()).toBe(settled.digest());
      }),
      { numRuns: 300 },
    );
  });

  test('a change that settles as expected costs no new fork', () => {
    const { board, act } = device();
    const commands = [act(box('a', 1)), act(box('b', 1))];
    const before = board.shown();
    board.settle(commands.slice(0, 1));
    expect(board.shown()).toBe(before);
    expect(board.takeChanged()).toEqual([]);
    board.settle(commands.slice(1));
    expect(board.shown()).toBe(before);
    expect(board.settled.element('b')).toEqual({ id: 'b', x: 1 });
  });
});
