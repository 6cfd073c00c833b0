import { beforeEach, describe, expect, test } from 'vitest';
import { blobIdOf } from '#shared/blob/blob.ts';
import { Board } from '#shared/board/board.ts';
import type { BoardCommandBody } from '#shared/board/commands.ts';
import { anna, ask, ben } from '#shared/board/testing/authors.ts';
import { Cards } from './cards.ts';
import { maxTogether } from './undoable-tasks.ts';

const blob = blobIdOf(Uint8Array.of(1));

let board: Board;
let cards: Cards;
let ids: number;

beforeEach(() => {
  board = new Board();
  ids = 0;
  for (const who of [anna, ben]) ask(board, who, { type: 'member/introduce', name: who });
  cards = new Cards({
    submit: (body) => Promise.resolve(ask(board, anna, body)),
    board: () => board,
    me: anna,
    newId: () => {
      ids += 1;
      return `n${ids}`;
    },
  });
  ask(board, anna, { type: 'task/create', id: 'a', title: 'Order rope', column: 'todo', log: true });
  ask(board, anna, { type: 'task/item-add', id: 'a', item: 'i', text: 'Measure' });
  ask(board, anna, { type: 'task/comment-add', id: 'a', comment: 'd', text: 'Old' });
  ask(board, anna, { type: 'task/attach', id: 'a', attachment: 'f', blob, name: 'a.txt', bytes: 1 });
  ask(board, anna, { type: 'template/add', id: 'q', title: 'Bug', notes: '', labels: ['l'] });
  ask(board, anna, { type: 'label/add', id: 'l', name: 'Urgent', colour: 'red' });
});

/** A card without its activities, which record a change and its reversal. */
function look() {
  const { activity: _, ...card } = board.task('a') ?? { activity: [] };
  return {
    card,
    columns: board.columns(),
    labels: board.labels(),
    templates: board.templates(),
    trash: board.shelf('trash').length,
  };
}

describe('undo', () => {
  test('keeps what another person writes in the same text before it is settled, and so does a redo', () => {
    // This person's changes are decided after those of another one.
    const waiting: BoardCommandBody[] = [];
    const late = new Cards({
      submit: (body) => {
        waiting.push(body);
        return Promise.resolve({ status: 'applied' });
      },
      board: () => board,
      me: anna,
      newId: () => 'n',
    });
    const decide = () => {
      for (const body of waiting.splice(0)) ask(board, anna, body);
    };
    const write = (text: string, textWas: string) =>
      ask(board, ben, { type: 'task/item-edit', id: 'a', item: 'i', text, textWas });
    const text = () => board.task('a')?.checklist?.[0]?.text;
    void late.editItem('a', 'i', { text: 'Measure twice', textWas: 'Measure' });
    decide();
    late.undo();
    write('Really Measure twice', 'Measure twice');
    decide();
    expect(text()).toBe('Really Measure');
    write('Measure', 'Really Measure');
    late.redo();
    write('Now Measure', 'Measure');
    decide();
    expect(text()).toBe('Now Measure twice');
  });

  test('takes an edited comment back, and repeats it', () => {
    const text = () => board.task('a')?.comments?.[0]?.text;
    void cards.editComment('a', 'd', 'New', 'Old');
    for (let round = 0; round < 2; round += 1) {
      cards.undo();
      expect(text()).toBe('Old');
      cards.redo();
      expect(text()).toBe('New');
    }
  });

  test.each<BoardCommandBody>([
    { type: 'task/edit', id: 'a', title: 'Order wire', titleWas: 'Order rope', due: '2026-11-29', log: true },
    { type: 'task/move', id: 'a', column: 'done', position: 'a5', from: 'todo', log: true },
    { type: 'task/complete', id: 'a', log: true },
    { type: 'task/shelve', id: 'a', to: 'trash' },
    { type: 'task/label', id: 'a', label: 'l', on: true },
    { type: 'task/assign', id: 'a', person: ben, on: true },
    { type: 'task/item-add', id: 'a', item: 'j', text: 'Fetch' },
    { type: 'task/item-edit', id: 'a', item: 'i', text: 'Weigh', textWas: 'Measure', done: true },
    { type: 'task/comment-add', id: 'a', comment: 'c', text: 'Soon.' },
    { type: 'task/attach', id: 'a', attachment: 'g', blob, name: 'b.txt', bytes: 2 },
    { type: 'task/detach', id: 'a', attachment: 'f' },
    { type: 'template/add', id: 'p', title: 'Bug', notes: 'Steps' },
    { type: 'template/remove', id: 'q' },
    { type: 'template/edit', id: 'q', title: 'Fault', titleWas: 'Bug', notes: 'N', notesWere: '' },
    { type: 'template/edit', id: 'q', title: 'Fault', labels: null, checklist: [{ id: 'c', text: 'Try' }] },
    { type: 'label/edit', id: 'l', name: 'Later', nameWas: 'Urgent', colour: 'blue' },
    { type: 'label/remove', id: 'l' },
    { type: 'label/add', id: 'm', name: 'New', colour: 'blue' },
    { type: 'column/edit', id: 'todo', colour: 'red', limit: 3 },
    { type: 'column/add', id: 'r', name: 'Review', kind: 'doing', colour: 'blue', position: 'a4' },
  ])('takes $type back, and repeats it', (command) => {
    const before = look();
    void cards.submit(command);
    const after = look();
    expect(after).not.toEqual(before);
    for (let round = 0; round < 2; round += 1) {
      expect(cards.undo()).toEqual({ undone: 1, left: 0 });
      expect(look()).toEqual(before);
      expect(cards.undo()).toBeUndefined();
      expect(cards.redo()).toEqual({ undone: 1, left: 0 });
      expect(look()).toEqual(after);
      expect(cards.redo()).toBeUndefined();
    }
  });

  test('does not undo later changes of others', () => {
    void cards.submit({ type: 'task/edit', id: 'a', title: 'Mine', log: true });
    ask(board, ben, { type: 'task/edit', id: 'a', title: 'Theirs' });
    expect(cards.undo()).toEqual({ undone: 0, left: 1 });
    expect(board.task('a')?.title).toBe('Theirs');
  });

  test('does not undo an edit of a template whose same field another has changed since', () => {
    void cards.submit({ type: 'template/edit', id: 'q', labels: null, title: 'Mine' });
    ask(board, ben, { type: 'template/edit', id: 'q', labels: ['l'] });
    expect(cards.undo()).toEqual({ undone: 0, left: 1 });
    expect(board.templates()).toEqual([{ id: 'q', title: 'Mine', notes: '', labels: ['l'] }]);
    void cards.submit({ type: 'template/edit', id: 'q', title: 'Mine again' });
    ask(board, ben, { type: 'template/edit', id: 'q', notes: 'Theirs' });
    expect(cards.undo()).toEqual({ undone: 1, left: 0 });
    expect(board.templates()).toEqual([{ id: 'q', title: 'Mine', notes: 'Theirs', labels: ['l'] }]);
  });

  test('does not redo a change after a new one, or across a change of others', () => {
    void cards.submit({ type: 'task/edit', id: 'a', title: 'Mine', log: true });
    cards.undo();
    ask(board, ben, { type: 'task/edit', id: 'a', title: 'Theirs' });
    expect(cards.redo()).toEqual({ undone: 0, left: 1 });
    expect(board.task('a')?.title).toBe('Theirs');
    void cards.submit({ type: 'task/edit', id: 'a', due: '2026-11-29', log: true });
    cards.undo();
    void cards.submit({ type: 'task/label', id: 'a', label: 'l', on: true });
    expect(cards.redo()).toBeUndefined();
  });

  test('a card that was created comes back from the trash', () => {
    void cards.create({ title: 'B' }, 'todo');
    cards.undo();
    expect(cards.redo()).toEqual({ undone: 1, left: 0 });
    expect(board.task('n1')?.shelf).toBeUndefined();
    cards.undo();
    expect(board.task('n1')?.shelf).toBe('trash');
  });

  test('takes back several changes that were made together, and a new card goes to the trash', () => {
    cards.together(() => {
      void cards.create({ title: 'B', labels: ['l'], checklist: [{ text: 'x' }] }, 'todo');
      void cards.label('a', 'l', true);
    });
    expect(board.task('n2')).toMatchObject({ labels: ['l'], checklist: [{ id: 'n1', text: 'x' }] });
    expect(cards.undo()).toEqual({ undone: 2, left: 0 });
    expect(board.task('n2')?.shelf).toBe('trash');
    expect(board.task('a')).not.toHaveProperty('labels');
  });

  describe('changes with one mark, one after the other,', () => {
    const add = (title: string, mark: object) =>
      cards.together(() => void cards.create({ title }, 'todo'), mark);
    const titles = () => board.tasks('todo').map(({ title }) => title);

    test('are one step, until another change or an undo comes between them', () => {
      const mark = {};
      for (const title of ['B', 'C', 'D']) add(title, mark);
      void cards.create({ title: 'E' }, 'todo');
      add('F', mark);
      add('G', mark);
      expect(cards.undo()).toEqual({ undone: 2, left: 0 });
      add('H', mark);
      expect(titles()).toEqual(['Order rope', 'B', 'C', 'D', 'E', 'H']);
      cards.undo();
      expect(cards.undo()).toEqual({ undone: 1, left: 0 });
      expect(cards.undo()).toEqual({ undone: 3, left: 0 });
      expect(titles()).toEqual(['Order rope']);
      expect(cards.redo()).toEqual({ undone: 3, left: 0 });
      expect(titles()).toEqual(['Order rope', 'B', 'C', 'D']);
    });

    test('are several steps beyond the bound', () => {
      const mark = {};
      for (let at = 0; at <= maxTogether; at += 1)
        cards.together(() => void cards.label('a', 'l', at % 2 === 0), mark);
      expect(cards.steps(1_000_000).undo.map((step) => step.length)).toEqual([maxTogether, 1]);
    });
  });
});
