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
import type { Role } from './role.ts';

export type Members = Table<ReplicaId, Member>;

/** The weight of an owner: more than all editors together. */
const ownerWeight = maxMembers + 1;

/** A table of members whose weight counts its owners and editors, so that a look at them takes constant time. */
export function membersTable(): Members {
  return new Table({ kind: 'member', weigh });
}

function weigh(member: Member): number {
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
 * The role that counts. A device that has not introduced itself is an editor: nothing without an editor's key is
 * agreed.
 */
export function roleOf(members: Members, id: ReplicaId): Role {
  const role = members.get(id)?.role ?? 'editor';
  return role === 'viewer' && members.weight === 0 ? 'editor' : role;
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

/** Whether `command` concerns nobody but `origin`, so that it counts also of a viewer: it may take back a lent vote. */
export function isAboutItself(
  command: BoardCommandBody,
  origin: ReplicaId,
  memberOf: (id: ReplicaId) => Member | undefined,
): boolean {
  if (command.type === 'member/remove') return memberOf(command.id)?.lentBy === origin;
  return command.type === 'member/introduce' || command.type === 'member/leave';
}
