/**
 * The rights of the roles: changes of the board, changes of roles, and removals of members.
 *
 * A board without an owner belongs to its editors, and one without owners and editors to its viewers, so that no board
 * ends up with nobody in charge.
 */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { BoardCommandBody } from '../commands.ts';
import { isLent } from '../lending.ts';
import { maxMembers } from '../limits.ts';
import type { Member } from '../state.ts';
import { Table } from '../table.ts';
import type { Members } from './members-table.ts';
import { isSamePerson, personOf } from './persons.ts';
import type { NewcomerRole, Role } from './role.ts';

/** The weight of an owner: more than all editors together. */
const ownerWeight = maxMembers + 1;

/**
 * A table of members whose weight counts the people that are owners and editors, so that a look at them takes constant
 * time.
 */
export function membersTable(): Members {
  return new Table({ kind: 'member', weigh });
}

function weigh(member: Member): number {
  // The first device of its person counts.
  if (member.deviceOf !== undefined) return 0;
  if (member.role === 'owner') return ownerWeight;
  // A guest does not come back, so it cannot be relied on to be in charge.
  return isHere(member) && member.role === undefined && member.guest !== true ? 1 : 0;
}

/** Whether it is a person of the board. */
export function isHere(member: Member | undefined): boolean {
  return member !== undefined && member.removedBy === undefined && !isLent(member);
}

export function ownersOf(members: Members): number {
  return Math.floor(members.weight / ownerWeight);
}

/**
 * The role that counts: that of the person whose device it is. A device without an entry is an editor here, because
 * nothing without an editor's key is agreed; {@link newcomerRole} may be lower.
 */
export function roleOf(members: Members, id: ReplicaId): Role {
  const role = members.get(personOf(members, id))?.role ?? 'editor';
  return role === 'viewer' && members.weight === 0 ? 'editor' : role;
}

/**
 * The role of a device that has not introduced itself.
 *
 * @param wanted by an owner: it lapses while the board has none, because nobody could give another role then.
 */
export function newcomerRole(members: Members, wanted: NewcomerRole | undefined): NewcomerRole {
  return wanted !== undefined && ownersOf(members) > 0 ? wanted : 'editor';
}

/** Whether `id` may change roles and remove members. */
export function isInCharge(members: Members, id: ReplicaId): boolean {
  const role = roleOf(members, id);
  return role === 'owner' || (role === 'editor' && ownersOf(members) === 0);
}

/** Whether the commands of `id` count that are not about itself ({@link isAboutItself}). */
export function mayChange(members: Members, id: ReplicaId): boolean {
  return members.get(id)?.removedBy === undefined && roleOf(members, id) !== 'viewer';
}

/**
 * Whether `command` concerns nobody but the person of `origin`, so that it counts also of a viewer: it may take back a
 * lent vote, and link, unlink and remove its own devices.
 */
export function isAboutItself(
  command: BoardCommandBody,
  origin: ReplicaId,
  members: { get(id: ReplicaId): Member | undefined },
): boolean {
  switch (command.type) {
    case 'member/remove': {
      if (command.id === origin) return false;
      return isSamePerson(members, members.get(command.id)?.lentBy ?? command.id, origin);
    }
    case 'member/unlink':
      return isSamePerson(members, command.id, origin);
    case 'member/introduce':
    case 'member/leave':
    case 'member/link-offer':
    case 'member/link-ask':
    case 'member/link-admit':
    case 'member/link-withdraw':
      return true;
    default:
      return false;
  }
}
