/** In every order of the commands of several devices. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { Board } from '../board.ts';
import type { BoardCommandBody } from '../commands.ts';
import type { Member } from '../state.ts';
import { anna, ask, ben, bodyOf, carla, nextCommand } from '../testing/authors.ts';
import {
  admit,
  askToLink,
  introduce,
  linkOffer,
  offerLink,
  phone,
  unlink,
  withdraw,
} from '../testing/links.ts';
import { roles } from './role.ts';

const all = [anna, ben, carla, phone];
const device = fc.constantFrom(...all);
const code = fc.constantFrom('x', 'y');

const linkStep: fc.Arbitrary<BoardCommandBody> = fc.oneof(
  { weight: 3, arbitrary: code.map(offerLink) },
  { weight: 3, arbitrary: fc.tuple(device, code).map(([id, one]) => askToLink(id, one)) },
  { weight: 4, arbitrary: fc.tuple(device, code).map(([id, one]) => admit(id, one)) },
  { weight: 1, arbitrary: device.map(unlink) },
  { weight: 1, arbitrary: fc.constant(withdraw) },
);
const otherStep: fc.Arbitrary<BoardCommandBody> = fc.oneof(
  fc
    .tuple(device, fc.constantFrom(...roles))
    .map(([id, role]): BoardCommandBody => ({ type: 'member/role', id, role, name: 'X' })),
  device.map((id): BoardCommandBody => ({ type: 'member/hand-over', id })),
  fc.tuple(device, fc.boolean()).map(
    ([id, isAll]): BoardCommandBody => ({
      type: 'member/remove',
      id,
      name: 'X',
      ...(isAll && { all: true }),
    }),
  ),
  fc.constant<BoardCommandBody>({ type: 'member/leave', name: 'X' }),
  fc
    .tuple(fc.constantFrom('A', 'B'), fc.boolean())
    .map(
      ([name, isGuest]): BoardCommandBody =>
        ({ ...introduce(name), ...(isGuest && { guest: true }) }) as never,
    ),
  device.map((id): BoardCommandBody => ({ type: 'member/lend', id, name: 'Shed' })),
  fc.constant<BoardCommandBody>({ type: 'board/rename', name: 'Plans' }),
);

/** A whole link, in steps between which others may act. */
const whole = fc.tuple(device, device, code).map(([first, second, one]): [ReplicaId, BoardCommandBody][] => [
  [first, offerLink(one)],
  [second, askToLink(first, one)],
  [first, admit(second, one)],
]);
const single = fc
  .tuple(device, fc.oneof({ weight: 2, arbitrary: linkStep }, otherStep))
  .map((step): [ReplicaId, BoardCommandBody][] => [step]);
const history = fc
  .array(fc.oneof({ weight: 2, arbitrary: whole }, { weight: 5, arbitrary: single }), { maxLength: 14 })
  .chain((parts) => {
    const steps = parts.flat();
    // Some steps change places, so that links interleave.
    return fc.array(fc.nat(Math.max(0, steps.length - 2)), { maxLength: 4 }).map((swaps) => {
      const order = [...steps];
      for (const at of swaps) {
        const [a, b] = [order[at], order[at + 1]];
        if (a !== undefined && b !== undefined) [order[at], order[at + 1]] = [b, a];
      }
      return order;
    });
  });

function begun(): Board {
  const board = new Board();
  for (const id of all) ask(board, id, introduce(id));
  ask(board, anna, { type: 'member/role', id: anna, role: 'owner', name: 'Anna' });
  ask(board, anna, { type: 'member/role', id: carla, role: 'viewer', name: 'Carla' });
  return board;
}

const isHere = (member: Member | undefined) => member !== undefined && member.removedBy === undefined;

it('two devices are one person only if both agreed: the one that asks, and any of the other’s person that admits', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const board = begun();
      /** The requests that are not used up, by device. */
      const asked = new Map<ReplicaId, { readonly of: ReplicaId; readonly offer: string }>();
      const offered = new Map<ReplicaId, string>();
      for (const [origin, body] of steps) {
        const before = new Map(all.map((id) => [id, board.personOf(id)]));
        const outcome = ask(board, origin, body);
        const same = (people: (id: ReplicaId) => ReplicaId | undefined, a: ReplicaId, b: ReplicaId) =>
          people(a) === people(b);
        for (const a of all) {
          for (const b of all) {
            const was = same((id) => before.get(id), a, b);
            const is = same((id) => board.personOf(id), a, b);
            if (was || !is) continue;
            expect(body.type).toBe('member/link-admit');
            if (body.type !== 'member/link-admit') continue;
            expect(asked.get(body.id)).toEqual({ of: origin, offer: offered.get(origin) });
            expect(body.offer).toBe(offered.get(origin));
          }
        }
        if (outcome.status === 'refused') {
          for (const id of all) expect(board.personOf(id)).toBe(before.get(id));
          continue;
        }
        if (body.type === 'member/link-offer') {
          offered.set(origin, body.offer);
          asked.delete(origin);
        }
        if (body.type === 'member/link-ask') {
          asked.set(origin, { of: body.id, offer: body.offer });
          offered.delete(origin);
        }
        if (body.type === 'member/link-withdraw') {
          offered.delete(origin);
          asked.delete(origin);
        }
        if (body.type === 'member/link-admit') {
          offered.delete(origin);
          offered.delete(body.id);
          asked.delete(origin);
          asked.delete(body.id);
        }
      }
    }),
  );
});

it('each person has one name, one role, a first device that is there, and no chain', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const board = begun();
      for (const [origin, body] of steps) {
        ask(board, origin, body);
        for (const id of all) {
          const member = board.member(id);
          const first = board.member(board.personOf(id));
          expect(first?.deviceOf).toBeUndefined();
          if (!isHere(member)) continue;
          expect(isHere(first)).toBe(true);
          expect(board.role(id)).toBe(board.role(board.personOf(id)));
          if (member?.deviceOf === undefined) continue;
          expect(first?.devices).toContain(id);
          expect([first?.name, first?.guest, member.guest]).toEqual([member.name, undefined, undefined]);
        }
      }
      expect(Board.restore(board.snapshot()).digest()).toBe(board.digest());
    }),
  );
});

it('nobody gains a role but by an owner, or by a person that links it or leaves it its place', () => {
  const rank = { viewer: 0, editor: 1, owner: 2 };
  fc.assert(
    fc.property(history, (steps) => {
      const board = begun();
      for (const [origin, body] of steps) {
        const hadOwner = [...board.members()].some(({ id }) => board.role(id) === 'owner');
        const before = new Map(all.map((id) => [id, { role: board.role(id), person: board.personOf(id) }]));
        const wasInCharge = board.isInCharge(origin);
        const highest = (ids: readonly ReplicaId[]) =>
          Math.max(...ids.map((id) => rank[before.get(id)?.role ?? 'viewer']));
        ask(board, origin, body);
        for (const id of all) {
          const [was, is] = [before.get(id), board.role(id)];
          if (was === undefined || !isHere(board.member(id)) || rank[is] <= rank[was.role]) continue;
          // It may have lapsed, on a board that has or had nobody else.
          if (is === 'editor' && !hadOwner) continue;
          if (is === 'editor' && ![...board.members()].some((one) => board.role(one.id) === 'owner'))
            continue;
          if (body.type === 'member/role' || body.type === 'member/hand-over') expect(wasInCharge).toBe(true);
          else {
            expect(body.type).toBe('member/link-admit');
            // Not above the person that admitted it.
            expect(rank[is]).toBeLessThanOrEqual(highest([origin]));
          }
        }
        const owners = all.filter((id) => board.role(id) === 'owner' && isHere(board.member(id)));
        if (hadOwner && owners.length === 0) {
          expect(['member/leave', 'member/introduce']).toContain(body.type);
        }
      }
    }),
  );
});

it('replicas agree on links, also one that begins with a snapshot in between, and a fork', () => {
  fc.assert(
    fc.property(history, fc.nat(30), (steps, at) => {
      const board = begun();
      let late = new Board();
      for (const [position, [origin, body]] of steps.entries()) {
        if (position === at) late = Board.restore(board.snapshot());
        const next = nextCommand(board, origin, bodyOf(body));
        const fork = board.fork();
        const tried = fork.apply(next);
        const tentative = all.map((id) => fork.personOf(id));
        const outcome = board.apply(next);
        expect(tried).toEqual(outcome);
        expect(all.map((id) => board.personOf(id))).toEqual(tentative);
        if (position >= at) expect(late.apply(next)).toEqual(outcome);
      }
      if (steps.length > at) expect(late.digest()).toBe(board.digest());
    }),
  );
});

it('a code is used by one device at most', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const board = begun();
      for (const [origin, body] of steps) {
        const offer = board.member(origin)?.offer;
        const outcome = ask(board, origin, body);
        if (body.type !== 'member/link-admit' || outcome.status === 'refused') continue;
        expect(offer).toBe(body.offer);
        expect(board.member(origin)?.offer).toBeUndefined();
        expect([linkOffer('x'), linkOffer('y')]).toContain(body.offer);
      }
    }),
  );
});
