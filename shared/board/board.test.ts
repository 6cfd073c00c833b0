import { describe, expect, it } from 'vitest';
import { maxCommandBytes } from '#shared/paxos/model/entry.ts';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import { InvariantViolation } from '#shared/paxos/model/invariant.ts';
import { Board } from './board.ts';
import type { BoardCommandBody } from './commands.ts';
import { maxMembers } from './limits.ts';
import { anna, ask, ben, bodyOf, carla } from './testing/authors.ts';

const malformed = { status: 'refused', reason: 'malformed' };

describe('names', () => {
  it('a board has no name until it gets one', () => {
    const board = new Board();
    expect(board.name).toBe('');
    expect(ask(board, anna, { type: 'board/rename', name: '  Plans\u3000' })).toEqual({ status: 'applied' });
    expect(board.name).toBe('Plans');
  });

  it('a guest says that it is one, and may become a member', () => {
    const board = new Board();
    ask(board, anna, { type: 'member/introduce', name: 'Anna', guest: true });
    expect(board.member(anna)).toEqual({ id: anna, name: 'Anna', guest: true });
    expect(Board.restore(board.snapshot()).member(anna)).toEqual(board.member(anna));
    ask(board, anna, { type: 'member/introduce', name: 'Anna' });
    expect(board.member(anna)).toEqual({ id: anna, name: 'Anna' });
  });

  it('a member introduces itself, and may do so again', () => {
    const board = new Board();
    ask(board, anna, { type: 'member/introduce', name: 'Anna' });
    ask(board, ben, { type: 'member/introduce', name: 'Ben' });
    ask(board, anna, { type: 'member/introduce', name: ' Annabel ' });
    expect(board.member(anna)).toEqual({ id: anna, name: 'Annabel' });
    expect([...board.members()].map(({ name }) => name).sort()).toEqual(['Annabel', 'Ben']);
  });

  it('a name has 1 to 80 characters', () => {
    const board = new Board();
    for (const type of ['member/introduce', 'board/rename'] as const) {
      expect(ask(board, anna, { type, name: ' \t\n' })).toEqual(malformed);
      expect(ask(board, anna, { type, name: 'n'.repeat(81) })).toEqual({
        status: 'refused',
        reason: 'too-large',
      });
      expect(ask(board, anna, { type, name: ` ${'n'.repeat(80)} ` })).toEqual({ status: 'applied' });
    }
  });

  it(`has ${maxMembers} members at most, each of whom may still change the name`, () => {
    const board = new Board();
    const body = bodyOf({ type: 'member/introduce', name: 'N' });
    for (let number = 1; number <= maxMembers; number += 1) {
      board.apply({ origin: replicaId(`m${number}`), sequence: 1, body });
    }
    expect(ask(board, anna, { type: 'member/introduce', name: 'Anna' })).toEqual({
      status: 'refused',
      reason: 'too-many',
    });
    expect(ask(board, replicaId('m7'), { type: 'member/introduce', name: 'Seven' })).toEqual({
      status: 'applied',
    });
  });
});

describe('removing a member', () => {
  const remove = (id: ReplicaId, name = 'Someone'): BoardCommandBody => ({ type: 'member/remove', id, name });

  it('makes the board refuse its later commands, and names the remover', () => {
    const board = new Board();
    ask(board, ben, { type: 'member/introduce', name: 'Ben' });
    expect(ask(board, anna, remove(ben))).toEqual({ status: 'applied' });
    expect(board.member(ben)).toEqual({ id: ben, name: 'Ben', removedBy: anna });
    const refused = { status: 'refused', reason: 'removed', by: anna };
    expect(ask(board, ben, { type: 'member/introduce', name: 'Benny' })).toEqual(refused);
    expect(ask(board, ben, { type: 'board/rename', name: 'Mine' })).toEqual(refused);
    expect(ask(board, ben, remove(anna))).toEqual(refused);
    expect(board.name).toBe('');
    expect(board.member(ben)?.name).toBe('Ben');
  });

  it('keeps the name that its remover sees, if the member never introduced itself', () => {
    const board = new Board();
    ask(board, anna, remove(ben, ' Old laptop '));
    expect(board.member(ben)).toEqual({ id: ben, name: 'Old laptop', removedBy: anna });
  });

  it('happens once, by any member, and never by the member itself', () => {
    const board = new Board();
    ask(board, anna, remove(ben));
    expect(ask(board, carla, remove(ben))).toEqual({ status: 'refused', reason: 'removed', by: anna });
    expect(board.member(ben)?.removedBy).toBe(anna);
    expect(ask(board, carla, remove(carla))).toEqual({ status: 'refused', reason: 'not-yourself' });
  });

  it('is possible for oneself by leaving, for good', () => {
    const board = new Board();
    ask(board, ben, { type: 'member/introduce', name: 'Ben' });
    expect(ask(board, ben, { type: 'member/leave', name: 'Ben' })).toEqual({ status: 'applied' });
    expect(board.member(ben)).toEqual({ id: ben, name: 'Ben', removedBy: ben });
    const refused = { status: 'refused', reason: 'removed', by: ben };
    expect(ask(board, ben, { type: 'member/leave', name: 'Ben' })).toEqual(refused);
    expect(ask(board, ben, { type: 'member/introduce', name: 'Benny' })).toEqual(refused);
    expect(ask(board, anna, remove(ben))).toEqual(refused);
    ask(board, carla, { type: 'member/leave', name: 'Carla' });
    expect(board.member(carla)).toEqual({ id: carla, name: 'Carla', removedBy: carla });
    expect(Board.restore(board.snapshot()).member(carla)).toEqual(board.member(carla));
  });

  it('keeps its earlier changes', () => {
    const board = new Board();
    ask(board, ben, { type: 'task/create', id: 't', title: 'Paint', column: 'todo' });
    ask(board, ben, { type: 'task/claim', id: 't' });
    ask(board, anna, remove(ben));
    expect(board.task('t')?.claimedBy).toBe(ben);
  });

  it('is part of the state: snapshots have it, and digests differ by it', () => {
    const [one, other] = [new Board(), new Board()];
    for (const board of [one, other]) ask(board, ben, { type: 'member/introduce', name: 'Ben' });
    ask(one, anna, remove(ben));
    ask(other, anna, { type: 'member/introduce', name: 'Anna' });
    expect(one.digest()).not.toBe(other.digest());
    expect(Board.restore(one.snapshot()).member(ben)).toEqual(one.member(ben));
  });
});

describe('outcomes', () => {
  it('keeps the last one of each origin', () => {
    const board = new Board();
    expect(board.lastOutcome(anna)).toBeUndefined();
    ask(board, anna, { type: 'board/rename', name: 'Plans' });
    ask(board, anna, { type: 'task/claim', id: 'none' });
    expect(board.lastOutcome(anna)).toEqual({
      sequence: 2,
      outcome: { status: 'refused', reason: 'no-such-task' },
    });
    expect(board.lastOutcome(ben)).toBeUndefined();
  });

  it('throws at a command that is not newer than the last one of its origin', () => {
    const board = new Board();
    const body = bodyOf({ type: 'board/rename', name: 'Plans' });
    board.apply({ origin: anna, sequence: 3, body });
    const digest = board.digest();
    for (const sequence of [3, 2, 0, -1, 3.5, Number.NaN]) {
      expect(() => board.apply({ origin: anna, sequence, body })).toThrow(InvariantViolation);
    }
    expect(board.digest()).toBe(digest);
    expect(board.apply({ origin: ben, sequence: 1, body })).toEqual({ status: 'applied' });
  });

  it('bytes that are no command are refused', () => {
    const board = new Board();
    expect(board.apply({ origin: anna, sequence: 1, body: new Uint8Array() })).toEqual(malformed);
    expect(board.apply({ origin: anna, sequence: 2, body: new Uint8Array(maxCommandBytes + 1) })).toEqual({
      status: 'refused',
      reason: 'too-large',
    });
  });
});

describe('a fork', () => {
  it('shows its own changes and does not change the board', () => {
    const board = new Board();
    ask(board, anna, {
      type: 'elements/patch',
      patches: [{ id: 'e', create: true, set: { x: 1, index: 'a1' } }],
    });
    ask(board, anna, { type: 'task/create', id: 't', title: 'T', column: 'todo' });
    const fork = board.fork();
    ask(fork, ben, {
      type: 'elements/patch',
      patches: [
        { id: 'e', set: { x: 2 } },
        { id: 'f', create: true, set: { index: 'a0' } },
      ],
    });
    ask(fork, ben, { type: 'task/complete', id: 't' });
    ask(fork, ben, { type: 'board/rename', name: 'Tried' });
    expect(fork.elements().map(({ id, x }) => [id, x])).toEqual([
      ['f', undefined],
      ['e', 2],
    ]);
    expect(fork.tasks('done').map(({ id }) => id)).toEqual(['t']);
    expect(fork.name).toBe('Tried');
    expect(board.elements()).toEqual([{ id: 'e', x: 1, index: 'a1' }]);
    expect(board.tasks('todo').map(({ id }) => id)).toEqual(['t']);
    expect(board.tasks('done')).toEqual([]);
    expect(board.name).toBe('');
    expect(board.lastOutcome(ben)).toBeUndefined();
  });

  it('of an empty board leaves it empty', () => {
    const board = new Board();
    const fork = board.fork();
    ask(fork, anna, { type: 'elements/patch', patches: [{ id: 'e', create: true, set: {} }] });
    expect(fork.elements()).toHaveLength(1);
    expect(board.elements()).toEqual([]);
  });

  it('cannot be used after the board below it changes', () => {
    const board = new Board();
    const fork = board.fork();
    const second = fork.fork();
    ask(board, anna, { type: 'board/rename', name: 'Plans' });
    expect(() => fork.elements()).toThrow(InvariantViolation);
    expect(() => second.name).toThrow(InvariantViolation);
    expect(board.fork().name).toBe('Plans');
  });
});

describe('changes', () => {
  it('are the entries that changed since the last call, with their previous values', () => {
    const board = new Board();
    ask(board, anna, {
      type: 'elements/patch',
      patches: ['e', 'f'].map((id) => ({ id, create: true, set: { x: 0 } })),
    });
    ask(board, anna, { type: 'task/create', id: 't', title: 'T', column: 'todo' });
    const first = board.takeChanges();
    expect([...first.elements]).toEqual([
      ['e', undefined],
      ['f', undefined],
    ]);
    expect([...first.tasks.keys()]).toEqual(['t']);
    expect(first.name).toBe(false);

    for (const x of [1, 2]) ask(board, anna, { type: 'elements/patch', patches: [{ id: 'e', set: { x } }] });
    ask(board, anna, { type: 'member/introduce', name: 'Anna' });
    ask(board, anna, { type: 'board/rename', name: 'Plans' });
    const second = board.takeChanges();
    expect([...second.elements]).toEqual([['e', { id: 'e', x: 0 }]]);
    expect(second.tasks.size).toBe(0);
    expect([...second.members.keys()]).toEqual([anna]);
    expect(second.name).toBe(true);
    expect(board.takeChanges().elements.size).toBe(0);
  });

  it('are none if a command is refused or has no effect', () => {
    const board = new Board();
    const put = {
      type: 'elements/patch',
      patches: [{ id: 'e', create: true, set: { points: [[0, 1]] } }],
    } as const;
    ask(board, anna, put);
    const element = board.element('e');
    const order = board.elements();
    board.takeChanges();
    ask(board, anna, put);
    ask(board, anna, {
      type: 'elements/patch',
      patches: [
        { id: 'e', set: { x: 1 } },
        { id: 'none', set: {} },
      ],
    });
    expect(board.takeChanges().elements.size).toBe(0);
    expect(board.element('e')).toBe(element);
    expect(board.elements()).toBe(order);
  });

  it('of a fork are the differences from the board below', () => {
    const board = new Board();
    ask(board, anna, { type: 'elements/patch', patches: [{ id: 'e', create: true, set: { x: 0 } }] });
    const fork = board.fork();
    ask(fork, anna, { type: 'elements/patch', patches: [{ id: 'e', set: { x: 1 } }] });
    expect([...fork.takeChanges().elements]).toEqual([['e', { id: 'e', x: 0 }]]);
  });
});

it('a change in parts sets no property that it removes', () => {
  const board = new Board();
  ask(board, anna, { type: 'elements/patch', patches: [{ id: 'e', create: true, set: { x: 1 } }] });
  const ends = (set: { readonly [property: string]: number }) => {
    ask(board, anna, { type: 'elements/patch', patches: [{ id: 'e', set: {}, unset: ['x'] }], more: true });
    return ask(board, anna, { type: 'elements/patch', patches: [{ id: 'e', set, append: {} }], more: true });
  };
  expect(ends({ x: 2 })).toEqual({ status: 'applied' });
  expect(Board.restore(board.snapshot()).digest()).toBe(board.digest());
});
