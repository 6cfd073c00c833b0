import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import { Board } from '../board.ts';
import { encodePlain } from '../bytes/plain-data.ts';
import { BadSnapshot } from '../bytes/restoring/bad-snapshot.ts';
import type { BoardCommandBody } from '../commands.ts';
import { anna, ask, ben, bodyOf, carla, nextCommand } from '../testing/authors.ts';
import { type Role, roles } from './role.ts';

const applied = { status: 'applied' };
const refused = (reason: string, by?: ReplicaId) => ({
  status: 'refused',
  reason,
  ...(by === undefined ? {} : { by }),
});

const introduce = (name: string, guest?: true): BoardCommandBody => ({
  type: 'member/introduce',
  name,
  ...(guest === undefined ? {} : { guest }),
});
const give = (id: ReplicaId, role: Role, name = 'Someone'): BoardCommandBody => ({
  type: 'member/role',
  id,
  role,
  name,
});
const handOver = (id: ReplicaId): BoardCommandBody => ({ type: 'member/hand-over', id });
const remove = (id: ReplicaId): BoardCommandBody => ({ type: 'member/remove', id, name: 'Someone' });
const leave: BoardCommandBody = { type: 'member/leave', name: 'Someone' };

/** Anna owns it; Ben and Carla are editors. */
function ownedBoard(): Board {
  const board = new Board();
  for (const id of [anna, ben, carla]) ask(board, id, introduce(id));
  ask(board, anna, give(anna, 'owner'));
  return board;
}

const rolesOn = (board: Board) => [anna, ben, carla].map((id) => board.role(id));

describe('a board with an owner', () => {
  it('lets its owner give roles, also to itself, and nobody else', () => {
    const board = ownedBoard();
    expect(rolesOn(board)).toEqual(['owner', 'editor', 'editor']);
    expect(board.member(anna)).toEqual({ id: anna, name: 'anna', role: 'owner' });
    for (const role of roles) expect(ask(board, ben, give(ben, role))).toEqual(refused('owners-only'));
    expect(ask(board, ben, give(anna, 'viewer'))).toEqual(refused('owners-only'));
    expect(ask(board, anna, give(ben, 'owner'))).toEqual(applied);
    expect(ask(board, ben, give(carla, 'viewer'))).toEqual(applied);
    expect(ask(board, ben, give(anna, 'editor'))).toEqual(applied);
    expect(rolesOn(board)).toEqual(['editor', 'owner', 'viewer']);
    expect(board.member(anna)).toEqual({ id: anna, name: 'anna' });
  });

  it('lets owners remove people, and nobody else; anyone may leave', () => {
    const board = ownedBoard();
    expect(ask(board, ben, remove(carla))).toEqual(refused('owners-only'));
    expect(board.member(carla)?.removedBy).toBeUndefined();
    expect(ask(board, anna, remove(carla))).toEqual(applied);
    expect(ask(board, ben, leave)).toEqual(applied);
    expect(ask(board, anna, give(carla, 'owner'))).toEqual(refused('removed', anna));
  });

  it('refuses every change of a viewer but its name and its leave', () => {
    const board = ownedBoard();
    ask(board, anna, give(ben, 'viewer'));
    const changes: BoardCommandBody[] = [
      { type: 'board/rename', name: 'Mine' },
      { type: 'elements/patch', patches: [{ id: 'e', create: true, set: { x: 1 } }] },
      { type: 'task/create', id: 't', title: 'Mine', column: 'todo' },
      { type: 'library/remove', id: 'l' },
      give(ben, 'editor'),
      handOver(ben),
      remove(carla),
    ];
    for (const change of changes) expect(ask(board, ben, change)).toEqual(refused('view-only'));
    expect(board.elements()).toEqual([]);
    expect(ask(board, ben, introduce('Benno'))).toEqual(applied);
    expect(board.member(ben)).toEqual({ id: ben, name: 'Benno', role: 'viewer' });
    expect(ask(board, ben, leave)).toEqual(applied);
    expect(board.member(ben)).toEqual({ id: ben, name: 'Benno', removedBy: ben });
  });

  it('drops the unfinished change of a new viewer', () => {
    const board = ownedBoard();
    const part = { id: 'e', create: true, set: { text: 'a' } } as const;
    ask(board, ben, { type: 'elements/patch', patches: [part], more: true });
    ask(board, anna, give(ben, 'viewer'));
    const without = ownedBoard();
    ask(without, ben, { type: 'elements/patch', patches: [part] });
    expect(Buffer.from(board.snapshot()).includes('parts')).toBe(false);
    ask(board, anna, give(ben, 'editor'));
    const rest = { id: 'e', set: {}, append: { text: 'b' } };
    expect(ask(board, ben, { type: 'elements/patch', patches: [rest] })).toEqual(refused('malformed'));
  });

  it('keeps its last owner, who can hand it over or leave', () => {
    const board = ownedBoard();
    for (const role of ['editor', 'viewer'] as const) {
      expect(ask(board, anna, give(anna, role))).toEqual(refused('last-owner'));
    }
    expect(ask(board, anna, handOver(anna))).toEqual(refused('not-yourself'));
    expect(ask(board, ben, handOver(carla))).toEqual(refused('owners-only'));
    expect(ask(board, anna, handOver(replicaId('nobody')))).toEqual(refused('no-such-person'));
    ask(board, carla, leave);
    expect(ask(board, anna, handOver(carla))).toEqual(refused('removed', carla));
    expect(ask(board, anna, handOver(ben))).toEqual(applied);
    expect(rolesOn(board)).toEqual(['editor', 'owner', 'editor']);
    ask(board, ben, leave);
    expect(board.isInCharge(anna)).toBe(true);
  });
});

describe('a board without an owner', () => {
  it('lets every editor give roles and remove people, as earlier versions did', () => {
    const board = new Board();
    for (const id of [anna, ben, carla]) ask(board, id, introduce(id));
    expect([anna, ben].map((id) => board.isInCharge(id))).toEqual([true, true]);
    expect(ask(board, ben, give(carla, 'viewer'))).toEqual(applied);
    expect(ask(board, carla, give(carla, 'owner'))).toEqual(refused('view-only'));
    expect(ask(board, anna, remove(ben))).toEqual(applied);
    expect(ask(board, anna, handOver(carla))).toEqual(refused('owners-only'));
  });

  it('falls to its viewers when nobody else is left, until somebody is', () => {
    const board = ownedBoard();
    ask(board, anna, give(ben, 'viewer'));
    ask(board, carla, leave);
    ask(board, anna, leave);
    expect(board.role(ben)).toBe('editor');
    expect(ask(board, ben, { type: 'board/rename', name: 'Mine' })).toEqual(applied);
    const dora = replicaId('dora');
    ask(board, dora, introduce('Dora', true));
    expect(board.role(ben)).toBe('editor');
    ask(board, dora, introduce('Dora'));
    expect(board.role(ben)).toBe('viewer');
    expect(board.isInCharge(dora)).toBe(true);
  });
});

describe('ownership', () => {
  it('is not for guests, who do not come back', () => {
    const board = ownedBoard();
    ask(board, ben, introduce('Ben', true));
    expect(ask(board, anna, give(ben, 'owner'))).toEqual(refused('guest-owner'));
    expect(ask(board, anna, handOver(ben))).toEqual(refused('guest-owner'));
    expect(ask(board, anna, give(ben, 'viewer'))).toEqual(applied);
    ask(board, ben, introduce('Benno', true));
    expect(board.role(ben)).toBe('viewer');
    ask(board, anna, introduce('Anna', true));
    expect(board.role(anna)).toBe('editor');
    expect(board.isInCharge(anna)).toBe(true);
  });

  it('is not for a device that is unknown to the board, which may have a view link only', () => {
    const board = ownedBoard();
    const dora = replicaId('dora');
    expect(ask(board, anna, give(dora, 'owner'))).toEqual(refused('no-such-person'));
    expect(ask(board, anna, give(dora, 'viewer', ' Old phone '))).toEqual(applied);
    expect(board.member(dora)).toEqual({ id: dora, name: 'Old phone', role: 'viewer' });
  });

  it('can be taken by a founder without a name', () => {
    const board = new Board();
    expect(ask(board, anna, give(anna, 'owner', 'Device 1a2b'))).toEqual(applied);
    expect(board.member(anna)).toEqual({ id: anna, name: 'Device 1a2b', role: 'owner' });
  });

  it('is part of a snapshot and of the digest; one with an impossible role is none', () => {
    const board = ownedBoard();
    const before = board.digest();
    ask(board, anna, give(ben, 'viewer'));
    expect(board.digest()).not.toBe(before);
    const restored = Board.restore(board.snapshot());
    expect(rolesOn(restored)).toEqual(['owner', 'viewer', 'editor']);
    expect(restored.digest()).toBe(board.digest());
    expect(ask(restored, ben, { type: 'board/rename', name: 'Mine' })).toEqual(refused('view-only'));
    const shape = { format: 1, name: '', tasksCreated: 0, elements: [], tasks: [], lastOutcomes: [] };
    const one = { id: anna, name: 'Anna' };
    for (const member of [
      { ...one, role: 'editor' },
      { ...one, role: 'owner', guest: true },
      { ...one, role: 'viewer', removedBy: ben },
    ]) {
      const bytes = encodePlain({ ...shape, members: [member] });
      expect(() => Board.restore(bytes)).toThrow(BadSnapshot);
    }
  });
});

describe('in every order of the commands of several people', () => {
  const person = fc.constantFrom(anna, ben, carla);
  const name = fc.constantFrom('A', 'B');
  const command: fc.Arbitrary<BoardCommandBody> = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(person, fc.constantFrom(...roles)).map(([id, role]) => give(id, role)) },
    { weight: 2, arbitrary: person.map(handOver) },
    { weight: 2, arbitrary: fc.tuple(name, fc.boolean()).map(([n, g]) => introduce(n, g || undefined)) },
    { weight: 2, arbitrary: name.map((n): BoardCommandBody => ({ type: 'board/rename', name: n })) },
    person.map(remove),
    fc.constant(leave),
  );
  const history = fc.array(fc.tuple(person, command), { maxLength: 40 });
  const ownersOn = (board: Board) => [...board.members()].filter(({ role }) => role === 'owner');

  it('rights hold: viewers change nothing, owners alone are in charge, and the last one goes by itself only', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const board = new Board();
        for (const [origin, body] of steps) {
          const was = {
            role: board.role(origin),
            inCharge: board.isInCharge(origin),
            owners: ownersOn(board),
          };
          const isHere = board.member(origin)?.removedBy === undefined;
          const boardName = board.name;
          const { status } = ask(board, origin, body);
          const isOfItself = body.type === 'member/introduce' || body.type === 'member/leave';
          if (was.role === 'viewer' && isHere && !isOfItself) expect(status).toBe('refused');
          if (status === 'refused') expect(board.name).toBe(boardName);
          if (
            status === 'applied' &&
            ['member/role', 'member/remove', 'member/hand-over'].includes(body.type)
          ) {
            expect(was.inCharge).toBe(true);
          }
          const owners = ownersOn(board);
          if (was.owners.length > 0 && owners.length === 0) {
            expect(isOfItself && was.owners[0]?.id === origin).toBe(true);
          }
          expect(owners.some(({ guest, removedBy }) => guest === true || removedBy !== undefined)).toBe(
            false,
          );
        }
      }),
    );
  });

  it('at least one present member is in charge; if the board has an owner, only owners are', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const board = new Board();
        for (const [origin, body] of steps) {
          ask(board, origin, body);
          const here = [...board.members()].filter(({ removedBy }) => removedBy === undefined);
          const inCharge = here.filter(({ id }) => board.isInCharge(id));
          if (here.length > 0) expect(inCharge).not.toEqual([]);
          if (ownersOn(board).length > 0) expect(inCharge.map(({ role }) => role)).not.toContain(undefined);
        }
      }),
    );
  });

  it('replicas agree on roles, also one that begins with a snapshot in between, and a fork', () => {
    fc.assert(
      fc.property(history, fc.nat(40), (steps, at) => {
        const board = new Board();
        let late = new Board();
        for (const [position, [origin, body]] of steps.entries()) {
          if (position === at) late = Board.restore(board.snapshot());
          const next = nextCommand(board, origin, bodyOf(body));
          const fork = board.fork();
          const tried = fork.apply(next);
          const tentative = rolesOn(fork);
          const outcome = board.apply(next);
          expect(tried).toEqual(outcome);
          expect(rolesOn(board)).toEqual(tentative);
          if (position >= at) expect(late.apply(next)).toEqual(outcome);
        }
        if (steps.length > at) expect(late.digest()).toBe(board.digest());
      }),
    );
  });
});
