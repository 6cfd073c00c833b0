/**
 * People link and unlink their devices, own the board, decide on newcomers, and leave: each as a command on which the
 * members agree, in the production state machine.
 */

import type { BoardCommandBody } from '#shared/board/commands.ts';
import { bodyOf, memberOperation } from '../histories/operation.ts';
import type { Random } from '../random.ts';
import type { Member } from '../world/member.ts';
import { maxMembers, type World } from '../world/world.ts';
import type { Later } from './lending.ts';
import { canSpare } from './sparing.ts';

const name = 'somebody';

/** Some offers are the same: of two devices, or of one before and after a link. */
const codes = 6;

/** Of the form of a hash. */
function hashOf(number: number): string {
  return Buffer.alloc(32, number).toString('base64url');
}

export function strikePersons(world: World, random: Random, later: Later): void {
  const { latest } = world.generations;
  const able = world.running.filter(
    ({ isWitness, isHalted, isRemoved, isRolledBack, generation }) =>
      !isWitness && !isHalted && !isRemoved && !isRolledBack && generation === latest.number,
  );
  const [one, other = one] = random.some(able, 2);
  if (one === undefined || other === undefined) return;
  const ask = (member: Member, command: BoardCommandBody): void => {
    world.trace(() => `${member.id} asks for ${JSON.stringify(command)}`);
    world.command(member, bodyOf(memberOperation(command)));
  };
  switch (random.between(1, 10)) {
    case 1:
    case 2:
      return ask(one, { type: 'member/introduce', name });
    case 3:
      return ask(one, {
        type: 'member/role',
        id: random.chance(0.5) ? one.id : other.id,
        role: random.oneOf('owner', 'owner', 'editor', 'viewer'),
        name,
      });
    case 4:
      ask(one, { type: 'board/newcomers', role: random.oneOf('viewer', 'viewer', 'editor') });
      if (world.members.length < maxMembers && random.chance(0.3)) {
        const newcomer = world.addMember();
        later(random, random.scale(5, 40), () => ask(newcomer, { type: 'member/introduce', name }));
      }
      return;
    case 5:
      return ask(one, { type: 'member/unlink', id: random.chance(0.5) ? one.id : other.id });
    case 6:
      return ask(
        one,
        random.chance(0.5) ? { type: 'member/link-withdraw' } : { type: 'member/hand-over', id: other.id },
      );
    case 7:
      return leave(world, one, random, ask);
    default: {
      const offer = hashOf(random.between(1, codes));
      ask(one, { type: 'member/introduce', name });
      ask(one, { type: 'member/link-offer', offer, device: 'first' });
      later(random, random.scale(1, 20), () => {
        ask(other, { type: 'member/introduce', name });
        ask(other, { type: 'member/link-ask', id: one.id, offer, proof: hashOf(0), device: 'second' });
        later(random, random.scale(1, 20), () =>
          ask(one, { type: 'member/link-admit', id: other.id, offer }),
        );
      });
    }
  }
}

/** Also a first device with others. It counts as gone from the request on. */
function leave(
  world: World,
  member: Member,
  random: Random,
  ask: (member: Member, command: BoardCommandBody) => void,
): void {
  const { latest, all } = world.generations;
  const isSettled = all.every(({ number }) => number <= latest.number);
  if (!isSettled || !random.chance(0.5) || !canSpare(world, member)) return;
  member.isRemoved = true;
  member.isRemovedByCommand = true;
  ask(member, { type: 'member/leave', name });
}
