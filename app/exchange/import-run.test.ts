import { beforeEach, describe, expect, it } from 'vitest';
import { Cards } from '#app/session/changes/tasks/cards.ts';
import type { Result } from '#app/session/result.ts';
import { Board } from '#shared/board/board.ts';
import { encodeCommand } from '#shared/board/bytes/codec.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { exchangeBoard } from './from-board.ts';
import { type ImportPlan, proposedPlan } from './import-plan.ts';
import { CardImport, type ImportProgress } from './import-run.ts';
import { bare, boardOf, everything } from './testing/cards.ts';

const me = replicaId('me');
const ada = replicaId('ada');
const columnNames: { readonly [id: string]: string } = { todo: 'To do', doing: 'Doing', done: 'Done' };

let board: Board;
let isDeciding: boolean;
let waiting: (() => void)[];
let progress: ImportProgress | undefined;
let cards: Cards;

beforeEach(() => {
  board = new Board();
  isDeciding = true;
  waiting = [];
  progress = undefined;
  let sequence = 0;
  let id = 0;
  board.apply({
    origin: ada,
    sequence: 1,
    body: encodeCommand({ type: 'member/introduce', name: 'Ada', at: 1 }),
  });
  cards = new Cards({
    me,
    board: () => board,
    newId: () => {
      id += 1;
      return `id${id}`;
    },
    submit: (body) => {
      sequence += 1;
      const outcome = board.apply({ origin: me, sequence, body: encodeCommand({ ...body, at: 1 }) });
      if (isDeciding) return Promise.resolve(outcome);
      return new Promise<Result>((resolve) => waiting.push(() => resolve(outcome)));
    },
  });
});

function importOf(file: Parameters<typeof proposedPlan>[0], change: Partial<ImportPlan> = {}) {
  const columns = board
    .columns()
    .map((column) => ({ id: column.id, name: column.name ?? columnNames[column.id] ?? '' }));
  return new CardImport({
    cards,
    file,
    plan: { ...proposedPlan(file, columns), ...change },
    labels: board.labels(),
    people: [{ id: ada, name: 'Ada' }],
    texts: {
      assigned: (names) => `Assigned: ${names.join()}`,
      commentBy: ({ by, day }) => `${by} ${day}:`,
    },
    elapsed: () => 0,
    nextFrame: () => Promise.resolve(),
    changed: (latest) => {
      progress = latest;
    },
  });
}

const names = {
  board: 'Harbour plan',
  column: (id: string) => board.columns().find((column) => column.id === id)?.name ?? columnNames[id] ?? '',
  person: (id: string) => (id === ada ? 'Ada' : 'me'),
};

describe('an import of cards', () => {
  it('adds each card with all its parts, and creates missing columns and labels', async () => {
    const later = bare('Later', { column: 'In progress', labels: ['URGENT, very'] });
    await importOf(boardOf(everything, later)).run();
    await new Promise(setImmediate);
    expect(progress).toEqual({ state: 'done', total: 2, added: 2, settled: 2, refused: 0 });
    const { cards: added, columns, labels } = exchangeBoard(board, names);
    expect(columns).toEqual(['To do', 'Doing', 'Done', 'In progress']);
    expect(board.columns().at(-1)?.kind).toBe('doing');
    expect(labels.map(({ name }) => name)).toEqual(['outside', 'urgent, very']);
    expect(added[0]).toEqual({
      ...everything,
      assignees: ['Ada'],
      notes: `${everything.notes}\n\nAssigned: Ben`,
    });
    expect(added[1]).toEqual({ ...later, labels: ['urgent, very'] });
  });

  it('names the authors of comments, and archives archived cards if the plan includes them', async () => {
    const comments = [{ by: 'Cleo', day: '2026-11-01', text: 'First' }];
    const old = bare('Old', { archived: true, comments });
    await importOf(boardOf(bare('New'), old)).run();
    expect(progress).toMatchObject({ total: 1 });
    await importOf(boardOf(old), { withArchived: true }).run();
    const [archived] = board.shelf('archive');
    expect(archived).toMatchObject({
      title: 'Old',
      comments: [{ by: me, text: 'Cleo 2026-11-01:\n\nFirst' }],
    });
  });

  it('is one step of undo with its columns and labels, and so is taking it back', async () => {
    void cards.create({ title: 'Mine' }, 'todo');
    const later = bare('Later', { column: 'In progress', labels: ['outside'] });
    const running = importOf(boardOf(everything, later));
    await running.run();
    const shown = () => [board.columns().length, board.labels().length, board.shelf('trash').length];
    expect(shown()).toEqual([4, 2, 0]);
    expect(cards.undo()).toMatchObject({ left: 0 });
    expect(shown()).toEqual([3, 0, 2]);
    expect(cards.redo()).toMatchObject({ left: 0 });
    expect(shown()).toEqual([4, 2, 0]);
    await running.undo();
    expect(shown()).toEqual([4, 2, 2]);
    expect(cards.undo()).toEqual({ undone: 2, left: 0 });
    expect(shown()).toEqual([4, 2, 0]);
  });

  it('skips the columns that the plan leaves out', async () => {
    const file = boardOf(bare('a'), bare('b', { column: 'Ideas' }));
    await importOf(file, {
      columns: new Map([
        ['To do', { kind: 'existing', id: 'done' }],
        ['Ideas', { kind: 'left-out' }],
      ]),
    }).run();
    expect(board.tasks('done').map(({ title }) => title)).toEqual(['a']);
    expect(progress).toMatchObject({ total: 1, added: 1 });
  });

  it('pauses at the bound of unsettled commands, resumes, and can be cancelled and undone', async () => {
    isDeciding = false;
    const file = boardOf(...Array.from({ length: 3_000 }, (_, at) => bare(`card ${at}`)));
    const running = importOf(file);
    const end = running.run();
    await Promise.resolve();
    expect(progress).toMatchObject({ state: 'running', added: 2_000, settled: 0 });
    for (const settle of waiting.splice(0, 500)) settle();
    await new Promise(setImmediate);
    expect(progress).toMatchObject({ added: 2_500, settled: 500 });
    running.cancel();
    await end;
    expect(progress).toMatchObject({ state: 'cancelled', added: 2_500 });
    await running.undo();
    expect(board.shelf('trash')).toHaveLength(2_500);
    expect(board.tasks('todo')).toEqual([]);
  });

  it('ends when the board is full', async () => {
    cards = new Cards({
      me,
      board: () => board,
      newId: () => 'x',
      submit: () => Promise.resolve({ status: 'refused', reason: 'too-many' }),
    });
    const file = boardOf(...Array.from({ length: 100 }, (_, at) => bare(`card ${at}`)));
    let frames = 0;
    const running = new CardImport({
      cards,
      file,
      plan: proposedPlan(file, [{ id: 'todo', name: 'To do' }]),
      labels: [],
      people: [],
      texts: { assigned: () => '', commentBy: () => '' },
      // Each card takes longer than a slice.
      elapsed: () => {
        frames += 100;
        return frames;
      },
      nextFrame: () => Promise.resolve(),
      changed: (latest) => {
        progress = latest;
      },
    });
    await running.run();
    expect(progress?.state).toBe('full');
    expect(progress?.refused).toBeLessThan(10);
    expect(progress?.added).toBe(0);
  });
});
