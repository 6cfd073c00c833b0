/** Two people, or two devices of one, change one text at the same time: each names the text from which it began. */

import { beforeEach, describe, expect, it } from 'vitest';
import { Board } from '../board.ts';
import type { BoardCommandBody } from '../commands.ts';
import {
  maxChecklistItems,
  maxCommentLength,
  maxItemLength,
  maxNameLength,
  maxNotesLength,
  maxTitleLength,
} from '../limits.ts';
import { anna, ask, ben } from '../testing/authors.ts';

const applied = { status: 'applied' };
const tooLarge = { status: 'refused', reason: 'too-large' };

let board: Board;
beforeEach(() => {
  board = new Board();
  const before: readonly BoardCommandBody[] = [
    { type: 'member/introduce', name: 'Anna' },
    { type: 'board/rename', name: 'Plan of May' },
    { type: 'task/create', id: 't', title: 'Buy milk', column: 'todo', log: true },
    { type: 'task/item-add', id: 't', item: 'i', text: 'Ask Ben' },
    { type: 'task/comment-add', id: 't', comment: 'c', text: 'one\ntwo' },
    { type: 'column/add', id: 'k', name: 'Next week', kind: 'todo', colour: 'red', position: 'a5' },
    { type: 'label/add', id: 'l', name: 'For Ben', colour: 'red' },
    { type: 'template/add', id: 'p', title: 'A bug', notes: 'Steps\nResult' },
  ];
  for (const body of before) expect(ask(board, anna, body)).toMatchObject(applied);
});

/** A text of the board, how it is changed, and a way to read it. */
interface Place {
  readonly name: string;
  readonly most: number;
  readonly edit: (text: string, was?: string) => BoardCommandBody;
  readonly read: () => string | undefined;
}

const oneLine: readonly Place[] = [
  {
    name: 'the title of a card',
    most: maxTitleLength,
    edit: (title, was) => ({
      type: 'task/edit',
      id: 't',
      title,
      ...(was === undefined ? {} : { titleWas: was }),
    }),
    read: () => board.task('t')?.title,
  },
  {
    name: 'an item of a checklist',
    most: maxItemLength,
    edit: (text, was) => ({
      type: 'task/item-edit',
      id: 't',
      item: 'i',
      text,
      ...(was === undefined ? {} : { textWas: was }),
    }),
    read: () => board.task('t')?.checklist?.[0]?.text,
  },
  {
    name: 'the name of a column',
    most: maxNameLength,
    edit: (name, was) => ({
      type: 'column/edit',
      id: 'k',
      name,
      ...(was === undefined ? {} : { nameWas: was }),
    }),
    read: () => board.columns().find(({ id }) => id === 'k')?.name,
  },
  {
    name: 'the name of a label',
    most: maxNameLength,
    edit: (name, was) => ({
      type: 'label/edit',
      id: 'l',
      name,
      ...(was === undefined ? {} : { nameWas: was }),
    }),
    read: () => board.labels()[0]?.name,
  },
  {
    name: 'the name of the board',
    most: maxNameLength,
    edit: (name, was) => ({ type: 'board/rename', name, ...(was === undefined ? {} : { nameWas: was }) }),
    read: () => board.name,
  },
  {
    name: 'the title of a template',
    most: maxTitleLength,
    edit: (title, was) => ({
      type: 'template/edit',
      id: 'p',
      title,
      ...(was === undefined ? {} : { titleWas: was }),
    }),
    read: () => board.templates()[0]?.title,
  },
];

describe.each(oneLine)('$name', ({ most, edit, read }) => {
  it('has the words of both', () => {
    const was = read() ?? '';
    expect(ask(board, anna, edit(`${was} today`, was))).toEqual(applied);
    expect(ask(board, ben, edit(`Really ${was}`, was))).toEqual(applied);
    expect(read()).toBe(`Really ${was} today`);
    expect(Board.restore(board.snapshot()).digest()).toBe(board.digest());
  });

  it('is the later one without a base, as in earlier versions', () => {
    ask(board, anna, edit('First'));
    ask(board, ben, edit('Second'));
    expect(read()).toBe('Second');
  });

  it('stays if both together are too long: the second is refused', () => {
    const was = read() ?? '';
    const first = `${was} ${'a'.repeat(most - was.length - 1)}`;
    ask(board, anna, edit(first, was));
    expect(ask(board, ben, edit(`${was} b`, was))).toEqual(tooLarge);
    expect(read()).toBe(first);
  });

  it('is not changed with a base beyond its bound', () => {
    const was = read();
    expect(ask(board, ben, edit('Other', 'a'.repeat(most + 1)))).toMatchObject({ status: 'refused' });
    expect(read()).toBe(was);
  });
});

const severalLines: readonly Place[] = [
  {
    name: 'a comment, on two devices of its author',
    most: maxCommentLength,
    edit: (text, was) => ({
      type: 'task/comment-edit',
      id: 't',
      comment: 'c',
      text,
      ...(was === undefined ? {} : { textWas: was }),
    }),
    read: () => board.task('t')?.comments?.[0]?.text,
  },
  {
    name: 'the notes of a template',
    most: maxNotesLength,
    edit: (notes, was) => ({
      type: 'template/edit',
      id: 'p',
      notes,
      ...(was === undefined ? {} : { notesWere: was }),
    }),
    read: () => board.templates()[0]?.notes,
  },
];

describe.each(severalLines)('$name', ({ most, edit, read }) => {
  it('has the lines of both', () => {
    const was = read() ?? '';
    ask(board, anna, edit(`first\n${was}`, was));
    ask(board, anna, edit(`${was}\nlast`, was));
    expect(read()).toBe(`first\n${was}\nlast`);
    expect(Board.restore(board.snapshot()).digest()).toBe(board.digest());
  });

  it('stays if both together are too long: the second is refused', () => {
    const was = read() ?? '';
    const first = `${was}\n${'a'.repeat(most - was.length - 1)}`;
    ask(board, anna, edit(first, was));
    expect(ask(board, anna, edit(`${was}\nb`, was))).toEqual(tooLarge);
    expect(read()).toBe(first);
  });
});

it('the first name of a column is no text on the board: an equal base lets the first of two people name it', () => {
  const edit = (name: string): BoardCommandBody => ({
    type: 'column/edit',
    id: 'todo',
    name,
    nameWas: 'To do',
  });
  const name = () => board.columns().find(({ id }) => id === 'todo')?.name;
  ask(board, anna, edit('To do today'));
  expect(name()).toBe('To do today');
  ask(board, ben, edit('Now to do'));
  expect(name()).toBe('Now to do today');
});

it('the checklist of a template has the items of both', () => {
  const [one, two] = [
    { id: 'x', text: 'One' },
    { id: 'y', text: 'Two' },
  ];
  const edit = (
    checklist: readonly (typeof one)[],
    checklistWas: null | readonly (typeof one)[],
  ): BoardCommandBody => ({
    type: 'template/edit',
    id: 'p',
    checklist,
    checklistWas,
  });
  ask(board, anna, edit([one], null));
  ask(board, ben, edit([two], null));
  expect(board.templates()[0]?.checklist).toEqual([one, two]);
  const restored = Board.restore(board.snapshot());
  expect(restored.digest()).toBe(board.digest());
  const many = (mark: string) =>
    Array.from({ length: maxChecklistItems - 1 }, (_, at) => ({ id: `${mark}${at}`, text: mark }));
  ask(board, anna, edit(many('a'), [one, two]));
  expect(ask(board, ben, edit(many('b'), [one, two]))).toEqual(tooLarge);
});
