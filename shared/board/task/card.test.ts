import { beforeEach, describe, expect, it } from 'vitest';
import { blobIdOf, maxBlobBytes } from '#shared/blob/blob.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { Board } from '../board.ts';
import type { BoardCommandBody, Outcome } from '../commands.ts';
import {
  maxActivities,
  maxAssignees,
  maxAttachments,
  maxChecklistItems,
  maxCommentLength,
  maxComments,
  maxFileNameLength,
  maxItemLength,
  maxLabels,
  maxLabelsOfTask,
} from '../limits.ts';
import { anna, ask, ben, carla } from '../testing/authors.ts';

const applied = { status: 'applied' };
const refused = (reason: string) => ({ status: 'refused', reason });
const at = 1_700_000_000_000;
const id = 'a';

let board: Board;
beforeEach(() => {
  board = new Board();
  for (const who of [anna, ben]) ask(board, who, { type: 'member/introduce', name: who });
  ask(board, anna, { type: 'task/create', id, title: 'Order rope', column: 'todo', log: true });
});

const by = (who: ReplicaId, command: BoardCommandBody): Outcome => ask(board, who, command);
const card = () => board.task(id);

describe('the due day', () => {
  it('is set and taken away without touching the rest', () => {
    expect(by(anna, { type: 'task/edit', id, due: '2028-02-29' })).toEqual(applied);
    expect(by(ben, { type: 'task/edit', id, title: 'Order wire' })).toEqual(applied);
    expect(card()).toMatchObject({ due: '2028-02-29', title: 'Order wire' });
    by(ben, { type: 'task/edit', id, due: null });
    expect(card()).not.toHaveProperty('due');
  });

  it.each(['2027-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '26-01-01', '0999-01-01', '2026-1-1', ''])(
    'is a day of the calendar, not %j',
    (due) => expect(by(anna, { type: 'task/edit', id, due })).toEqual(refused('malformed')),
  );
});

describe('labels', () => {
  const put = (label: string, on = true) => by(anna, { type: 'task/label', id, label, on });

  it('are the board’s, and on cards in one order', () => {
    expect(put('x')).toEqual(refused('no-such-label'));
    for (const label of ['y', 'x']) by(anna, { type: 'label/add', id: label, name: label, colour: 'red' });
    put('y');
    put('x');
    expect(card()?.labels).toEqual(['x', 'y']);
    expect(by(ben, { type: 'label/edit', id: 'x', name: 'Urgent' })).toEqual(applied);
    expect(board.labels()[0]).toEqual({ id: 'x', name: 'Urgent', colour: 'red' });
    put('x', false);
    put('y', false);
    expect(card()).not.toHaveProperty('labels');
  });

  it('that are removed make room on cards, and are on them again once they are brought back', () => {
    const add = (label: string) => by(anna, { type: 'label/add', id: label, name: label, colour: 'red' });
    for (let number = 0; number <= maxLabelsOfTask; number += 1) add(`l${number}`);
    for (let number = 0; number < maxLabelsOfTask; number += 1) put(`l${number}`);
    expect(put(`l${maxLabelsOfTask}`)).toEqual(refused('too-many'));
    by(ben, { type: 'label/remove', id: 'l0' });
    add('l0');
    expect(card()?.labels).toContain('l0');
    by(ben, { type: 'label/remove', id: 'l0' });
    expect(put(`l${maxLabelsOfTask}`)).toEqual(applied);
    expect(card()?.labels).not.toContain('l0');
  });

  it('are bounded on a board', () => {
    const add = (number: number) =>
      by(anna, { type: 'label/add', id: `l${number}`, name: 'L', colour: 'red' });
    for (let number = 0; number < maxLabels; number += 1) add(number);
    expect(add(maxLabels)).toEqual(refused('too-many'));
    expect(by(anna, { type: 'label/add', id: 'l0', name: 'L', colour: 'red' })).toEqual(
      refused('label-exists'),
    );
  });
});

describe('assignees', () => {
  const assign = (person: ReplicaId, on = true) => by(anna, { type: 'task/assign', id, person, on });

  it('are members; a removed one can only be unassigned', () => {
    expect(assign(carla)).toEqual(refused('no-such-person'));
    expect(assign(ben)).toEqual(applied);
    by(anna, { type: 'member/remove', id: ben, name: 'Ben' });
    expect(card()?.assignees).toEqual([ben]);
    expect(assign(ben, false)).toEqual(applied);
    expect(assign(ben)).toEqual(refused('no-such-person'));
  });

  it(`are ${maxAssignees} at most`, () => {
    const people = Array.from({ length: maxAssignees + 1 }, (_, number) => `p${number}` as ReplicaId);
    for (const who of people) by(who, { type: 'member/introduce', name: who });
    for (const who of people.slice(1)) assign(who);
    expect(assign(people[0] ?? anna)).toEqual(refused('too-many'));
  });
});

describe('the checklist', () => {
  const add = (item: string, text = item) => by(anna, { type: 'task/item-add', id, item, text });
  const items = () => card()?.checklist?.map((item) => `${item.id}${item.done === true ? '+' : ''}`);

  it('keeps both changes of two people to one item', () => {
    for (const item of ['i', 'j', 'k']) add(item);
    by(anna, { type: 'task/item-edit', id, item: 'j', text: 'Wire' });
    by(ben, { type: 'task/item-edit', id, item: 'j', done: true });
    by(ben, { type: 'task/item-edit', id, item: 'j', before: 'i' });
    expect(card()?.checklist?.[0]).toEqual({ id: 'j', text: 'Wire', done: true });
    expect(items()).toEqual(['j+', 'i', 'k']);
    by(ben, { type: 'task/item-edit', id, item: 'j', done: false, before: null });
    expect(items()).toEqual(['i', 'k', 'j']);
    for (const item of ['i', 'j', 'k'])
      expect(by(ben, { type: 'task/item-remove', id, item })).toEqual(applied);
    expect(card()).not.toHaveProperty('checklist');
    expect(by(ben, { type: 'task/item-edit', id, item: 'i', done: true })).toEqual(refused('no-such-item'));
    expect(by(ben, { type: 'task/item-remove', id, item: 'i' })).toEqual(refused('no-such-item'));
  });

  it('is bounded', () => {
    expect(add('i', 't'.repeat(maxItemLength + 1))).toEqual(refused('too-large'));
    for (let number = 0; number < maxChecklistItems; number += 1) add(`i${number}`);
    expect(add('more')).toEqual(refused('too-many'));
  });
});

describe('comments', () => {
  const say = (comment: string, text = comment) => by(anna, { type: 'task/comment-add', id, comment, text });

  it('belong to the device that signed them', () => {
    say('c', 'Soon.');
    expect(card()?.comments).toEqual([{ id: 'c', by: anna, at, text: 'Soon.' }]);
    const edit: BoardCommandBody = { type: 'task/comment-edit', id, comment: 'c', text: 'Today.' };
    const remove: BoardCommandBody = { type: 'task/comment-remove', id, comment: 'c' };
    for (const command of [edit, remove]) {
      expect(by(ben, command)).toEqual({ ...refused('not-your-comment'), by: anna });
    }
    expect(by(anna, edit)).toEqual(applied);
    expect(card()?.comments).toEqual([{ id: 'c', by: anna, at, text: 'Today.', editedAt: at }]);
    expect(by(anna, remove)).toEqual(applied);
    expect(by(anna, remove)).toEqual(refused('no-such-comment'));
  });

  it('are bounded', () => {
    expect(say('c', 't'.repeat(maxCommentLength + 1))).toEqual(refused('too-large'));
    for (let number = 0; number < maxComments; number += 1) say(`c${number}`);
    expect(say('more')).toEqual(refused('too-many'));
  });
});

describe('archive and trash', () => {
  const shelve = (to: 'board' | 'archive' | 'trash') => by(ben, { type: 'task/shelve', id, to });

  it('take a card off the board, and give it back where it was', () => {
    by(anna, { type: 'task/create', id: 'b', title: 'B', column: 'todo' });
    expect(shelve('archive')).toEqual(applied);
    expect([board.tasks('todo').length, board.shelf('archive').length]).toEqual([1, 1]);
    shelve('trash');
    expect(board.shelf('trash')[0]?.number).toBe(1);
    shelve('board');
    expect(board.tasks('todo').map((task) => task.id)).toEqual([id, 'b']);
    expect(board.shelf('trash')).toEqual([]);
  });

  it('keep cards from being moved, claimed or completed, and name the person who put them there', () => {
    shelve('trash');
    const elsewhere = { ...refused('on-shelf'), at: 'trash', by: ben };
    expect(by(anna, { type: 'task/move', id, column: 'doing', position: 'a0' })).toEqual(elsewhere);
    expect(by(anna, { type: 'task/claim', id, start: true })).toEqual(elsewhere);
    expect(by(anna, { type: 'task/complete', id })).toEqual(elsewhere);
  });

  it('keep numbers: a card that is removed for good leaves its own unused', () => {
    shelve('trash');
    by(anna, { type: 'task/remove', id });
    expect(board.shelf('trash')).toEqual([]);
    expect(by(anna, { type: 'task/create', id: 'b', title: 'B', column: 'todo' })).toEqual({
      ...applied,
      number: 2,
    });
  });
});

describe('moving a card that another person has just moved', () => {
  it('is refused with its place and the person who moved it', () => {
    const move = (who: ReplicaId, column: string) =>
      by(who, { type: 'task/move', id, column, position: 'a0', from: 'todo', log: true });
    expect(move(anna, 'doing')).toEqual(applied);
    expect(move(ben, 'done')).toEqual({ ...refused('moved-meanwhile'), at: 'doing', by: anna });
    expect(card()?.column).toBe('doing');
  });
});

describe('activity', () => {
  it('records the actions on a card, with their author and time', () => {
    by(ben, { type: 'task/claim', id, start: true, log: true });
    by(anna, { type: 'task/edit', id, title: 'T', due: '2026-11-30', log: true });
    by(ben, { type: 'task/shelve', id, to: 'archive' });
    expect(card()?.activity).toEqual([
      { did: 'claimed', by: ben, at },
      { did: 'moved', by: ben, at, what: 'doing' },
      { did: 'renamed', by: anna, at },
      { did: 'due', by: anna, at, what: '2026-11-30' },
      { did: 'archived', by: ben, at },
    ]);
  });

  it('is bounded, and one for the same again', () => {
    for (const title of ['A', 'B', 'C']) by(ben, { type: 'task/edit', id, title, log: true });
    expect(card()?.activity).toHaveLength(1);
    for (let number = 0; number < maxActivities; number += 1) {
      by(ben, { type: 'task/edit', id, title: `${number}`, log: true });
      by(ben, { type: 'task/edit', id, notes: `${number}`, log: true });
    }
    expect(card()?.activity).toHaveLength(maxActivities);
  });
});

describe('files', () => {
  const blob = blobIdOf(Uint8Array.of(1));
  const attach = (who: ReplicaId, attachment: string, change: object = {}) =>
    by(who, { type: 'task/attach', id, attachment, blob, name: 'plan.pdf', bytes: 9, ...change });

  it('are on the card with their author until anybody removes them', () => {
    expect(attach(ben, 'f')).toEqual(applied);
    expect(attach(anna, 'f', { name: 'other' })).toEqual(applied);
    expect(card()?.attachments).toEqual([{ id: 'f', blob, name: 'plan.pdf', bytes: 9, by: ben, at }]);
    expect(by(anna, { type: 'task/detach', id, attachment: 'f' })).toEqual(applied);
    expect(card()).not.toHaveProperty('attachments');
    expect(card()?.activity?.map(({ did, what }) => [did, what])).toEqual([
      ['attached', 'plan.pdf'],
      ['detached', 'plan.pdf'],
    ]);
    expect(by(anna, { type: 'task/detach', id, attachment: 'f' })).toEqual(refused('no-such-attachment'));
  });

  it('are bounded in number, size and name', () => {
    expect(attach(anna, 'f', { bytes: maxBlobBytes + 1 })).toEqual(refused('too-large'));
    expect(attach(anna, 'f', { name: 'x'.repeat(maxFileNameLength + 1) })).toEqual(refused('too-large'));
    for (let number = 0; number < maxAttachments; number += 1) {
      expect(attach(anna, `f${number}`)).toEqual(applied);
    }
    expect(attach(anna, 'f')).toEqual(refused('too-many'));
  });

  it.each([
    { blob: 'x' },
    { bytes: 0 },
    { bytes: 1.5 },
    { name: ' ' },
    { name: 'a/b' },
    { name: 'a\\b' },
    { name: 'photo\u202egnp.exe' },
    { name: 'a\nb' },
  ])('are not attached with %o', (change) => {
    expect(attach(anna, 'f', change)).toEqual(refused('malformed'));
  });
});
