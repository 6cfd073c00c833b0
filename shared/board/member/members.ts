/** The commands on members: introduction, removal, leaving, roles. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { BoardCommand, BoardCommandType, Outcome } from '../commands.ts';
import { isLent } from '../lending.ts';
import { maxMembers } from '../limits.ts';
import { applied, refused } from '../outcome.ts';
import type { Member } from '../state.ts';
import { isAboutItself, isInCharge, type Members, mayChange, ownersOf } from './rights.ts';
import type { Role } from './role.ts';

type Of<T extends BoardCommandType> = Extract<BoardCommand, { readonly type: T }>;
export type MemberCommand = Of<
  'member/introduce' | 'member/remove' | 'member/leave' | 'member/lend' | 'member/role' | 'member/hand-over'
>;

export function isMemberCommand(command: BoardCommand): command is MemberCommand {
  return command.type.startsWith('member/');
}

/** Why the board refuses `command` of `origin` whatever it contains; undefined if it does not. */
export function refusalByStanding(
  members: Members,
  command: BoardCommand,
  origin: ReplicaId,
): Outcome | undefined {
  const removedBy = members.get(origin)?.removedBy;
  if (removedBy !== undefined) return refused('removed', removedBy);
  if (mayChange(members, origin) || isAboutItself(command, origin, (id) => members.get(id))) return undefined;
  return refused('view-only');
}

/** `origin` is neither removed nor a viewer who may not do this ({@link refusalByStanding}). */
export function applyToMembers(members: Members, command: MemberCommand, origin: ReplicaId): Outcome {
  switch (command.type) {
    case 'member/introduce':
      return introduce(members, origin, command);
    case 'member/remove':
      if (command.id === origin) return refused('not-yourself');
      return isInCharge(members, origin) || isAboutItself(command, origin, (id) => members.get(id))
        ? remove(members, origin, command.id, command.name)
        : refused('owners-only');
    case 'member/leave':
      return remove(members, origin, origin, command.name);
    case 'member/lend':
      return lend(members, origin, command);
    case 'member/role':
      return changeRole(members, command, origin);
    case 'member/hand-over':
      return handOver(members, command.id, origin);
  }
}

function introduce(
  members: Members,
  id: ReplicaId,
  { name, guest }: Pick<Member, 'name' | 'guest'>,
): Outcome {
  const found = members.get(id);
  // A witness gives no commands, so this one was lent without being asked, which must not keep its person out.
  const before = found !== undefined && isLent(found) ? undefined : found;
  if (found === undefined && members.size >= maxMembers) return refused('too-many');
  if (before?.name === name && before.guest === guest) return applied;
  const role = before?.role;
  // A guest does not come back, so it owns nothing.
  const kept = role === undefined || (guest === true && role === 'owner') ? {} : { role };
  members.set(id, Object.freeze({ id, name, ...(guest === true ? { guest } : {}), ...kept }));
  return applied;
}

/** A removed member cannot introduce itself again: that would undo the removal. */
function remove(members: Members, origin: ReplicaId, id: ReplicaId, name: string): Outcome {
  const before = members.get(id);
  if (before?.removedBy !== undefined) return refused('removed', before.removedBy);
  if (before === undefined && members.size >= maxMembers) return refused('too-many');
  const lent = before?.lentBy === undefined ? {} : { lentBy: before.lentBy };
  members.set(id, Object.freeze({ id, name: before?.name ?? name, removedBy: origin, ...lent }));
  return applied;
}

function lend(members: Members, lentBy: ReplicaId, { id, name }: Pick<Member, 'id' | 'name'>): Outcome {
  const before = members.get(id);
  if (before?.removedBy !== undefined) return refused('removed', before.removedBy);
  if (id === lentBy || (before !== undefined && before.lentBy !== lentBy)) return refused('member-exists');
  if (before === undefined && members.size >= maxMembers) return refused('too-many');
  members.set(id, Object.freeze({ id, name, lentBy }));
  return applied;
}

function changeRole(members: Members, { id, role, name }: Of<'member/role'>, origin: ReplicaId): Outcome {
  if (!isInCharge(members, origin)) return refused('owners-only');
  const before = members.get(id);
  if (before?.removedBy !== undefined) return refused('removed', before.removedBy);
  if (before !== undefined && isLent(before)) return refused('no-such-person');
  if (before === undefined) {
    // It may have a view link: then nothing that it does would count.
    if (role === 'owner' && id !== origin) return refused('no-such-person');
    if (members.size >= maxMembers) return refused('too-many');
  }
  if (role === 'owner' && before?.guest === true) return refused('guest-owner');
  if (before?.role === 'owner' && role !== 'owner' && ownersOf(members) === 1) return refused('last-owner');
  setRole(members, before ?? { id, name }, role);
  return applied;
}

function handOver(members: Members, id: ReplicaId, origin: ReplicaId): Outcome {
  const mine = members.get(origin);
  if (mine?.role !== 'owner') return refused('owners-only');
  if (id === origin) return refused('not-yourself');
  const before = members.get(id);
  if (before === undefined || isLent(before)) return refused('no-such-person');
  if (before.removedBy !== undefined) return refused('removed', before.removedBy);
  if (before.guest === true) return refused('guest-owner');
  setRole(members, before, 'owner');
  setRole(members, mine, 'editor');
  return applied;
}

/** `editor` is the absence of a role, as in the entries of earlier versions. */
function setRole(members: Members, member: Member, role: Role): void {
  const { role: before, ...rest } = member;
  const next = role === 'editor' ? undefined : role;
  if (before === next && members.has(member.id)) return;
  members.set(member.id, Object.freeze(next === undefined ? rest : { ...rest, role: next }));
}
