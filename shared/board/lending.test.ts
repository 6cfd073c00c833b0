import { describe, expect, it } from 'vitest';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import { Board } from './board.ts';
import type { BoardCommandBody } from './commands.ts';
import { computerOf, lenderOf } from './lending.ts';
import type { Role } from './member/role.ts';
import { anna, ask, ben, carla } from './testing/authors.ts';

const shed = replicaId('shed');
const lend = (id = shed, name = 'Shed'): BoardCommandBody => ({ type: 'member/lend', id, name });

function lentBoard(): Board {
  const board = new Board();
  for (const [id, name] of [
    [anna, 'Anna'],
    [ben, 'Ben'],
  ] as const)
    ask(board, id, { type: 'member/introduce', name });
  expect(ask(board, ben, lend())).toEqual({ status: 'applied' });
  return board;
}

describe('a lent vote', () => {
  it('gives no role, and no person in charge; its lender takes it back without an owner, also as a viewer', () => {
    const board = lentBoard();
    const role = (id: ReplicaId, role: Role): BoardCommandBody => ({
      type: 'member/role',
      id,
      role,
      name: 'X',
    });
    ask(board, anna, role(anna, 'owner'));
    const nobody = { status: 'refused', reason: 'no-such-person' };
    expect(ask(board, anna, role(shed, 'viewer'))).toEqual(nobody);
    expect(ask(board, anna, { type: 'member/hand-over', id: shed })).toEqual(nobody);
    ask(board, anna, role(ben, 'viewer'));
    const attic = replicaId('attic');
    expect(ask(board, ben, lend(attic))).toEqual({ status: 'refused', reason: 'view-only' });
    expect(ask(board, ben, { type: 'member/remove', id: anna, name: 'X' })).toMatchObject({
      reason: 'view-only',
    });
    ask(board, anna, { type: 'member/leave', name: 'Anna' });
    // The witness counts as no editor.
    expect(board.role(ben)).toBe('editor');
    ask(board, carla, role(carla, 'owner'));
    expect(board.role(ben)).toBe('viewer');
    expect(ask(board, ben, { type: 'member/remove', id: shed, name: 'X' })).toEqual({ status: 'applied' });
  });

  it('is agreed with its name and its lender, also in a snapshot', () => {
    const board = lentBoard();
    expect(board.member(shed)).toEqual({ id: shed, name: 'Shed', lentBy: ben });
    expect(lenderOf(board, shed)).toBe(ben);
    expect(lenderOf(Board.restore(board.snapshot()), shed)).toBe(ben);
    expect(lenderOf(board, anna)).toBeUndefined();
    expect(lenderOf(board, replicaId('stranger'))).toBeUndefined();
  });

  it('on a host is on no member’s computer, also in a snapshot', () => {
    const board = lentBoard();
    expect(computerOf(board, shed)).toBe(ben);
    const hosted = replicaId('hosted');
    expect(ask(board, ben, { type: 'member/lend', id: hosted, name: 'NAS', host: true })).toEqual({
      status: 'applied',
    });
    for (const each of [board, Board.restore(board.snapshot())]) {
      expect(lenderOf(each, hosted)).toBe(ben);
      expect(computerOf(each, hosted)).toBe(hosted);
    }
    expect(ask(board, anna, { type: 'member/remove', id: ben, name: 'X' })).toEqual({ status: 'applied' });
    expect(computerOf(board, hosted)).toBeUndefined();
  });

  it('can be lent again under another name by its lender only', () => {
    const board = lentBoard();
    expect(ask(board, ben, lend(shed, 'Attic'))).toEqual({ status: 'applied' });
    expect(board.member(shed)?.name).toBe('Attic');
    expect(ask(board, anna, lend())).toEqual({ status: 'refused', reason: 'member-exists' });
    expect(lenderOf(board, shed)).toBe(ben);
  });

  it('is none of a person, who cannot become a witness, and none of a witness, which gets no cards', () => {
    const board = lentBoard();
    expect(ask(board, ben, lend(anna))).toEqual({ status: 'refused', reason: 'member-exists' });
    expect(ask(board, carla, lend(carla))).toEqual({ status: 'refused', reason: 'member-exists' });
    ask(board, anna, { type: 'task/create', id: 't', title: 'Paint', column: 'todo' });
    const assigned = ask(board, anna, { type: 'task/assign', id: 't', person: shed, on: true });
    expect(assigned).toEqual({ status: 'refused', reason: 'no-such-person' });
  });

  it('ends when the device introduces itself as a person, and cannot be lent again', () => {
    const board = lentBoard();
    expect(ask(board, shed, { type: 'member/introduce', name: 'Shed' })).toEqual({ status: 'applied' });
    expect(board.member(shed)).toEqual({ id: shed, name: 'Shed' });
    expect(lenderOf(board, shed)).toBeUndefined();
    expect(ask(board, ben, lend())).toEqual({ status: 'refused', reason: 'member-exists' });
    expect(Board.restore(board.snapshot()).digest()).toBe(board.digest());
  });

  it('ends for good with the removal of the witness', () => {
    const board = lentBoard();
    ask(board, anna, { type: 'member/remove', id: shed, name: 'Shed' });
    expect(lenderOf(board, shed)).toBeUndefined();
    expect(ask(board, ben, lend())).toEqual({ status: 'refused', reason: 'removed', by: anna });
  });

  it('outlasts a lender that leaves, and not one that another member removes', () => {
    const left = lentBoard();
    ask(left, ben, { type: 'member/leave', name: 'Ben' });
    expect(lenderOf(left, shed)).toBe(ben);
    const removed = lentBoard();
    ask(removed, anna, { type: 'member/remove', id: ben, name: 'Ben' });
    expect(lenderOf(removed, shed)).toBeUndefined();
    expect(ask(removed, ben, lend(replicaId('attic')))).toMatchObject({ status: 'refused' });
  });
});
