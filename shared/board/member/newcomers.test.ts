/** The role of a device that comes with an edit link. */

import { describe, expect, it } from 'vitest';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import { Board } from '../board.ts';
import type { BoardCommandBody } from '../commands.ts';
import { anna, ask, ben, carla } from '../testing/authors.ts';
import { admit, askToLink, offerLink, unlink } from '../testing/links.ts';
import type { NewcomerRole, Role } from './role.ts';

const applied = { status: 'applied' };
const refused = (reason: string) => ({ status: 'refused', reason });
const introduce = (name: string): BoardCommandBody => ({ type: 'member/introduce', name });
const give = (id: ReplicaId, role: Role): BoardCommandBody => ({
  type: 'member/role',
  id,
  role,
  name: 'Someone',
});
const newcomers = (role: NewcomerRole): BoardCommandBody => ({ type: 'board/newcomers', role });
const rename: BoardCommandBody = { type: 'board/rename', name: 'Mine' };

/** Anna owns it, Ben is an editor, and new people are viewers. */
function screened(): Board {
  const board = new Board();
  for (const id of [anna, ben]) ask(board, id, introduce(id));
  ask(board, anna, give(anna, 'owner'));
  expect(ask(board, anna, newcomers('viewer'))).toEqual(applied);
  return board;
}

describe('a board whose new people are viewers', () => {
  it('lets a new device change nothing, before and after it introduces itself, until an owner lets it', () => {
    const board = screened();
    expect(board.role(carla)).toBe('viewer');
    expect(ask(board, carla, rename)).toEqual(refused('view-only'));
    expect(ask(board, carla, introduce('Carla'))).toEqual(applied);
    expect(board.role(carla)).toBe('viewer');
    expect(ask(board, carla, rename)).toEqual(refused('view-only'));
    ask(board, carla, introduce('Carla again'));
    expect(board.role(carla)).toBe('viewer');
    expect(ask(board, anna, give(carla, 'editor'))).toEqual(applied);
    ask(board, carla, introduce('Carla'));
    expect(ask(board, carla, rename)).toEqual(applied);
  });

  it('keeps the roles of those that are there', () => {
    const board = screened();
    expect([anna, ben].map((id) => board.role(id))).toEqual(['owner', 'editor']);
    ask(board, ben, introduce('Benno'));
    expect(ask(board, ben, rename)).toEqual(applied);
  });

  it('gives a viewer that comes back as a new device no other role', () => {
    const board = screened();
    ask(board, anna, give(ben, 'viewer'));
    const again = replicaId('ben-again');
    expect(ask(board, again, introduce('Ben'))).toEqual(applied);
    expect(ask(board, again, rename)).toEqual(refused('view-only'));
  });

  it('gives the role of its person to a device that is linked, and takes it with the link', () => {
    const board = screened();
    ask(board, carla, introduce('Carla'));
    ask(board, ben, offerLink('code'));
    ask(board, carla, askToLink(ben, 'code'));
    expect(ask(board, ben, admit(carla, 'code'))).toEqual(applied);
    expect(board.role(carla)).toBe('editor');
    ask(board, carla, unlink(carla));
    expect(board.role(carla)).toBe('viewer');
  });

  it('makes no editor of a device whose vote was lent without asking', () => {
    const board = screened();
    ask(board, ben, { type: 'member/lend', id: carla, name: 'Shed' });
    expect(ask(board, carla, introduce('Carla'))).toEqual(applied);
    expect(board.role(carla)).toBe('viewer');
  });

  it('is one again for all once it has no owner', () => {
    const board = screened();
    ask(board, anna, { type: 'member/leave', name: 'Anna' });
    expect(board.newcomers).toBe('editor');
    ask(board, carla, introduce('Carla'));
    expect(ask(board, carla, rename)).toEqual(applied);
  });

  it('survives a snapshot, and equals itself whatever came before', () => {
    const board = screened();
    const restored = Board.restore(board.snapshot());
    expect(restored.newcomers).toBe('viewer');
    expect(restored.digest()).toBe(board.digest());
    ask(board, anna, newcomers('editor'));
    expect(board.newcomers).toBe('editor');
    expect(board.digest()).not.toBe(restored.digest());
    expect(Buffer.from(board.snapshot()).includes('newcomers')).toBe(false);
  });
});

it('only owners choose the role of new people', () => {
  const board = new Board();
  for (const id of [anna, ben, carla]) ask(board, id, introduce(id));
  for (const id of [anna, replicaId('nobody')])
    expect(ask(board, id, newcomers('viewer'))).toEqual(refused('owners-only'));
  ask(board, anna, give(anna, 'owner'));
  ask(board, anna, give(carla, 'viewer'));
  expect(ask(board, ben, newcomers('viewer'))).toEqual(refused('owners-only'));
  expect(ask(board, carla, newcomers('viewer'))).toEqual(refused('view-only'));
  expect(board.newcomers).toBe('editor');
});
