/** The commands on members: introduction, removal, leaving, roles. Those on links are in `linking.ts`. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { BoardCommand, BoardCommandType, Outcome } from '../commands.ts';
import { isLent } from '../lending.ts';
import { maxMembers } from '../limits.ts';
import { applied, refused } from '../outcome.ts';
import type { Member } from '../state.ts';
import { applyToLinks, type LinkCommand } from './linking.ts';
import { type Members, put } from './members-table.ts';
import { devicesOf, isSamePerson, passOn, personOf, separate } from './persons.ts';
import { isAboutItself, isInCharge, mayChange, ownersOf } from './rights.ts';
import type { NewcomerRole, Role } from './role.ts';

type Of<T extends BoardCommandType> = Extract<BoardCommand, { readonly type: T }>;
export type MemberCommand =
  | Of<
      | 'member/introduce'
      | 'member/remove'
      | 'member/leave'
      | 'member/lend'
      | 'member/role'
      | 'member/hand-over'
    >
  | LinkCommand;

export function isMemberCommand(command: BoardCommand): command is MemberCommand {
  return command.type.startsWith('member/');
}

/**
 * Why the board refuses `command` of `origin` whatever it contains; undefined if it does not.
 *
 * @param newcomers the role of a device that has not introduced itself
 */
export function refusalByStanding(
  members: Members,
  command: BoardCommand,
  origin: ReplicaId,
  newcomers: NewcomerRole,
): Outcome | undefined {
  const found = members.get(origin);
  if (found?.removedBy !== undefined) return refused('removed', found.removedBy);
  const isViewer = found === undefined ? newcomers === 'viewer' : !mayChange(members, origin);
  if (!isViewer || isAboutItself(command, origin, members)) return undefined;
  return refused('view-only');
}

/** `origin` is neither removed nor a viewer who may not do this ({@link refusalByStanding}). */
export function applyToMembers(
  members: Members,
  command: MemberCommand,
  origin: ReplicaId,
  newcomers: NewcomerRole,
): Outcome {
  switch (command.type) {
    case 'member/introduce':
      return introduce(members, origin, command, newcomers);
    case 'member/remove':
      return removeAsAsked(members, command, origin);
    case 'member/leave':
      return remove(members, origin, origin, command.name);
    case 'member/lend':
      return lend(members, origin, command);
    case 'member/role':
      return changeRole(members, command, origin);
    case 'member/hand-over':
      return handOver(members, command.id, origin);
    default:
      return applyToLinks(members, command, origin);
  }
}

function introduce(
  members: Members,
  id: ReplicaId,
  { name, guest }: Pick<Member, 'name' | 'guest'>,
  newcomers: NewcomerRole,
): Outcome {
  const found = members.get(id);
  // A witness gives no commands, so this one was lent without being asked, which must not keep its person out.
  const before = found !== undefined && isLent(found) ? undefined : found;
  if (found === undefined && members.size >= maxMembers) return refused('too-many');
  if (before?.name === name && before.guest === guest) return applied;
  // A guest does not come back, so it owns nothing, and is no device of a person that does.
  if (guest === true && before !== undefined) separate(members, id);
  const first: Partial<Member> = newcomers === 'viewer' ? { role: newcomers } : {};
  const { guest: _, ...kept } = (before === undefined ? undefined : members.get(id)) ?? first;
  put(members, guest === true ? { ...rightsOfGuest(kept), id, name, guest } : { ...kept, id, name });
  if (guest === true) return applied;
  for (const device of devicesOf(members, personOf(members, id))) {
    if (device.name !== name) put(members, { ...device, name });
  }
  return applied;
}

/** Its removed devices stay its own. */
function rightsOfGuest({ role, devices }: Partial<Member>): Pick<Member, 'role' | 'devices'> {
  return {
    ...(role === undefined || role === 'owner' ? {} : { role }),
    ...(devices === undefined ? {} : { devices }),
  };
}

function removeAsAsked(members: Members, command: Of<'member/remove'>, origin: ReplicaId): Outcome {
  const { id, name, all } = command;
  if (id === origin || (all === true && isSamePerson(members, id, origin))) return refused('not-yourself');
  if (!isInCharge(members, origin) && !isAboutItself(command, origin, members)) return refused('owners-only');
  if (all !== true || members.get(id)?.removedBy !== undefined) return remove(members, origin, id, name);
  const person = personOf(members, id);
  // The first one last, so that none takes its place.
  for (const device of devicesOf(members, person)) {
    if (device.id !== person) remove(members, origin, device.id, name);
  }
  return remove(members, origin, person, name);
}

/** A removed member cannot introduce itself again: that would undo the removal. */
function remove(members: Members, origin: ReplicaId, id: ReplicaId, name: string): Outcome {
  const before = members.get(id);
  if (before?.removedBy !== undefined) return refused('removed', before.removedBy);
  if (before === undefined && members.size >= maxMembers) return refused('too-many');
  const heir = before === undefined ? undefined : passOn(members, before);
  const { lentBy, device } = before ?? {};
  const deviceOf = before?.deviceOf ?? heir;
  const removed: Member = {
    id,
    name: before?.name ?? name,
    removedBy: origin,
    ...(lentBy === undefined ? {} : { lentBy }),
    ...(deviceOf === undefined ? {} : { deviceOf }),
    ...(device === undefined || deviceOf === undefined ? {} : { device }),
  };
  put(members, removed);
  return applied;
}

function lend(members: Members, lentBy: ReplicaId, { id, name, host }: Of<'member/lend'>): Outcome {
  const before = members.get(id);
  if (before?.removedBy !== undefined) return refused('removed', before.removedBy);
  if (id === lentBy || (before !== undefined && before.lentBy !== lentBy)) return refused('member-exists');
  if (before === undefined && members.size >= maxMembers) return refused('too-many');
  put(members, { id, name, lentBy, ...(host === true ? { onHost: host } : {}) });
  return applied;
}

function changeRole(members: Members, { id, role, name }: Of<'member/role'>, origin: ReplicaId): Outcome {
  if (!isInCharge(members, origin)) return refused('owners-only');
  const device = members.get(id);
  if (device?.removedBy !== undefined) return refused('removed', device.removedBy);
  const before = members.get(personOf(members, id));
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
  const mine = members.get(personOf(members, origin));
  if (mine?.role !== 'owner') return refused('owners-only');
  if (isSamePerson(members, id, origin)) return refused('not-yourself');
  const removedBy = members.get(id)?.removedBy;
  if (removedBy !== undefined) return refused('removed', removedBy);
  const before = members.get(personOf(members, id));
  if (before === undefined || isLent(before)) return refused('no-such-person');
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
  put(members, next === undefined ? rest : { ...rest, role: next });
}
