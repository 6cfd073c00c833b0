import { describe, expect, it } from 'vitest';
import { readPaxboard } from './formats/paxboard.ts';
import { readPlanka } from './formats/planka.ts';
import { readTrello } from './formats/trello.ts';
import { bare } from './testing/cards.ts';

function boardOf(reading: ReturnType<typeof readTrello>) {
  if (reading?.ok !== true) throw new Error(reading?.problem ?? 'not recognised');
  return reading.board;
}

const trello = {
  id: '5f0000000000000000000001',
  name: 'Harbour plan',
  closed: false,
  prefs: { background: 'blue' },
  lists: [
    { id: 'l2', name: 'Done', closed: false, pos: 32768 },
    { id: 'l1', name: 'To do', closed: false, pos: 16384.5, softLimit: null },
    { id: 'l3', name: 'Old', closed: true, pos: 49152 },
  ],
  labels: [
    { id: 'a1', idBoard: 'b', name: 'urgent', color: 'red_dark', uses: 1 },
    { id: 'a2', idBoard: 'b', name: '', color: 'sky', uses: 1 },
    { id: 'a3', idBoard: 'b', name: '', color: null, uses: 0 },
  ],
  members: [{ id: 'm1', fullName: 'Ada Lovelace', username: 'ada' }],
  cards: [
    { id: 'c2', name: 'Second', desc: '', idList: 'l1', closed: false, pos: 200, due: null, labels: [] },
    {
      id: 'c1',
      name: 'Paint the pier',
      desc: 'Two *coats*.',
      idList: 'l1',
      closed: false,
      pos: 100,
      due: '2026-11-29T12:00:00.000Z',
      dueComplete: false,
      idLabels: ['a1', 'a2', 'gone'],
      idMembers: ['m1', 'gone'],
      idChecklists: ['k1', 'k2'],
      attachments: [
        { name: 'Plan [v2]', url: 'https://example.org/plan a.pdf' },
        { name: 'bad', url: 'javascript:alert(1)' },
      ],
    },
    { id: 'c3', name: 'Archived card', desc: '', idList: 'l2', closed: true, pos: 1 },
    { id: 'c4', name: 'In an archived list', desc: '', idList: 'l3', closed: false, pos: 1 },
  ],
  checklists: [
    {
      id: 'k2',
      idCard: 'c1',
      name: 'After',
      pos: 2,
      checkItems: [{ name: 'Open', state: 'incomplete', pos: 1 }],
    },
    {
      id: 'k1',
      idCard: 'c1',
      name: 'Before',
      pos: 1,
      checkItems: [
        { name: 'Close', state: 'incomplete', pos: 2 },
        { name: 'Buy paint', state: 'complete', pos: 1 },
      ],
    },
  ],
  actions: [
    { type: 'updateCard', date: '2026-11-03T10:00:00.000Z', data: { card: { id: 'c1' }, old: { pos: 1 } } },
    {
      type: 'commentCard',
      date: '2026-11-02T10:00:00.000Z',
      memberCreator: { id: 'm2', fullName: 'Ben', username: 'ben' },
      data: { text: 'Later', card: { id: 'c1', name: 'Paint' } },
    },
    {
      type: 'commentCard',
      date: '2026-11-01T10:00:00.000Z',
      memberCreator: { id: 'm1', fullName: 'Ada Lovelace', username: 'ada' },
      data: { text: 'First', card: { id: 'c1', name: 'Paint' } },
    },
  ],
};

describe('a board of Trello', () => {
  it('is read with lists, labels, members, checklists and comments, in order', () => {
    expect(boardOf(readTrello(trello))).toEqual({
      name: 'Harbour plan',
      columns: ['To do', 'Done', 'Old'],
      labels: [
        { name: 'urgent', colour: 'red' },
        { name: 'sky', colour: 'cyan' },
      ],
      cards: [
        {
          title: 'Paint the pier',
          notes: 'Two *coats*.\n\n- [Plan  v2 ](<https://example.org/plan%20a.pdf>)',
          column: 'To do',
          labels: ['urgent', 'sky'],
          assignees: ['Ada Lovelace'],
          due: '2026-11-29',
          checklist: [
            { text: 'Before: Buy paint', done: true },
            { text: 'Before: Close', done: false },
            { text: 'After: Open', done: false },
          ],
          comments: [
            { by: 'Ada Lovelace', day: '2026-11-01', text: 'First' },
            { by: 'Ben', day: '2026-11-02', text: 'Later' },
          ],
          archived: false,
        },
        bare('Second'),
        bare('Archived card', { column: 'Done', archived: true }),
        bare('In an archived list', { column: 'Old', archived: true }),
      ],
    });
  });

  it('is distinguished from other JSON', () => {
    for (const other of [null, 1, [], {}, { name: 'x' }, { ...trello, lists: 'none' }]) {
      expect(readTrello(other)).toBeUndefined();
    }
  });
});

const users = [{ id: 'u1', name: 'Ada', username: 'ada' }];
const labels = [
  { id: 'a1', name: 'urgent', color: 'berry-red', position: 1 },
  { id: 'a2', name: null, color: 'lagoon-blue', position: 2 },
];

describe('a board of Planka', () => {
  it('of version 2 is read with its task lists and without its trash', () => {
    const planka = {
      item: { id: '1', name: 'Harbour plan', position: 65536 },
      included: {
        users,
        labels,
        lists: [
          { id: 'l1', name: 'To do', type: 'active', position: 65536 },
          { id: 'l2', name: null, type: 'archive', position: null },
          { id: 'l3', name: null, type: 'trash', position: null },
        ],
        cards: [
          { id: 'c2', listId: 'l1', name: 'Second', description: null, dueDate: null, position: 2 },
          {
            id: 'c1',
            listId: 'l1',
            name: 'Paint',
            description: 'Two coats',
            dueDate: '2026-11-29T12:00:00.000Z',
            position: 1,
          },
          { id: 'c3', listId: 'l2', name: 'Old', position: null },
          { id: 'c4', listId: 'l3', name: 'Gone', position: null },
        ],
        cardLabels: [
          { cardId: 'c1', labelId: 'a1' },
          { cardId: 'c1', labelId: 'a2' },
        ],
        cardMemberships: [{ cardId: 'c1', userId: 'u1' }],
        taskLists: [
          { id: 't2', cardId: 'c1', name: 'After', position: 2 },
          { id: 't1', cardId: 'c1', name: 'Before', position: 1 },
        ],
        tasks: [
          { taskListId: 't2', name: 'Open', isCompleted: false, position: 1 },
          { taskListId: 't1', name: 'Buy', isCompleted: true, position: 1 },
        ],
      },
    };
    expect(boardOf(readPlanka(planka))).toEqual({
      name: 'Harbour plan',
      columns: ['To do'],
      labels: [
        { name: 'urgent', colour: 'red' },
        { name: 'lagoon-blue', colour: 'cyan' },
      ],
      cards: [
        bare('Paint', {
          notes: 'Two coats',
          due: '2026-11-29',
          labels: ['urgent', 'lagoon-blue'],
          assignees: ['Ada'],
          checklist: [
            { text: 'Buy', done: true },
            { text: 'Open', done: false },
          ],
        }),
        bare('Second'),
        bare('Old', { column: '', archived: true }),
      ],
    });
  });

  it('of version 1 is read with the tasks of its cards', () => {
    const planka = {
      item: { name: 'Harbour plan' },
      included: {
        lists: [{ id: 'l1', name: 'To do', position: 1 }],
        cards: [{ id: 'c1', listId: 'l1', name: 'Paint', position: 1 }],
        tasks: [{ cardId: 'c1', name: 'Buy', isCompleted: true, position: 1 }],
      },
    };
    expect(boardOf(readPlanka(planka)).cards).toEqual([
      bare('Paint', { checklist: [{ text: 'Buy', done: true }] }),
    ]);
  });
});

describe('a board that Paxboard saved', () => {
  it('is read with the names of its columns, labels and people', () => {
    const saved = {
      app: 'paxboard',
      version: 2,
      name: 'Harbour plan',
      members: [{ id: 'm1', name: 'Ada' }],
      columns: [
        { id: 'todo', kind: 'todo', colour: 'gray', position: 'a0' },
        { id: 'x', name: 'Later' },
      ],
      labels: [{ id: 'a1', name: 'urgent', colour: 'red' }],
      tasks: [
        {
          id: 't1',
          number: 1,
          title: 'Paint',
          notes: 'Two coats',
          column: 'todo',
          labels: ['a1'],
          assignees: ['m1', 'gone'],
          due: '2026-11-29',
          checklist: [{ id: 'i1', text: 'Buy', done: true }],
          comments: [{ id: 'k', by: 'm1', at: Date.UTC(2026, 10, 1), text: 'First' }],
        },
      ],
      archive: [{ id: 't2', number: 2, title: 'Old', notes: '', column: 'x' }],
      trash: [],
      elements: [],
    };
    expect(boardOf(readPaxboard(saved, () => 'To do'))).toEqual({
      name: 'Harbour plan',
      columns: ['To do', 'Later'],
      labels: [{ name: 'urgent', colour: 'red' }],
      cards: [
        bare('Paint', {
          notes: 'Two coats',
          labels: ['urgent'],
          assignees: ['Ada'],
          due: '2026-11-29',
          checklist: [{ text: 'Buy', done: true }],
          comments: [{ by: 'Ada', day: '2026-11-01', text: 'First' }],
        }),
        bare('Old', { column: 'Later', archived: true }),
      ],
    });
  });

  it.each([{ tasks: [] }, { tasks: 'of another form' }])(
    'of a later version is recognised, and not read: %o',
    (content) => {
      const saved = { app: 'paxboard', version: 99, ...content };
      expect(readPaxboard(saved, () => 'To do')).toEqual({ ok: false, problem: 'newer' });
    },
  );

  it.each([9e15, Number.MAX_VALUE, -1e14, 1e15])('gives a comment of the time %d no day', (at) => {
    const comments = [{ by: 'm1', at, text: 'First' }];
    const saved = {
      app: 'paxboard',
      tasks: [{ title: 'Paint', notes: '', column: 'todo', comments }],
    };
    expect(boardOf(readPaxboard(saved, () => 'To do')).cards).toEqual([
      bare('Paint', { comments: [{ text: 'First' }] }),
    ]);
  });
});
