/**
 * A person with several devices. The first one's id stands for the person, and its entry has the person's role and the
 * list of the others (`Member.devices`); each of them names it (`Member.deviceOf`). So a look at a person takes constant
 * time.
 */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Member } from '../state.ts';
import { type Members, put } from './members-table.ts';
import type { Role } from './role.ts';

/** The devices of one person, at most. */
export const maxDevices = 8;

/** Those of its whole time on the board, removed ones included, at most. */
export const maxDevicesEver = 64;

/** The id of the person whose device an id is. */
export type PersonOf = (id: ReplicaId) => ReplicaId;

interface Known {
  get(id: ReplicaId): Pick<Member, 'deviceOf'> | undefined;
}

/** The id of the person whose device `id` is, or was when it was removed; `id` itself if it is the only one. */
export function personOf(members: Known, id: ReplicaId): ReplicaId {
  return members.get(id)?.deviceOf ?? id;
}

export function isSamePerson(members: Known, a: ReplicaId, b: ReplicaId): boolean {
  return personOf(members, a) === personOf(members, b);
}

/** The devices of `person` that are not removed: the first one, and the others in the order of their links. */
export function devicesOf(members: Members, person: ReplicaId): readonly Member[] {
  const all = [person, ...(members.get(person)?.devices ?? [])];
  return all.flatMap((id) => members.get(id) ?? []).filter((member) => member.removedBy === undefined);
}

/**
 * Called before `first` is removed: if it is the first device of a person with others, the next one takes its place.
 *
 * @returns the next one.
 */
export function passOn(members: Members, first: Member): ReplicaId | undefined {
  // Only the first device of a person has a list of others.
  const heir = devicesOf(members, first.id)[1];
  if (heir !== undefined) lead(members, heir, first.role, [...othersOf(first, heir), first.id]);
  return heir?.id;
}

/**
 * `id` becomes a person of its own. Nobody gains a role by it: a device gets the one from before its link or, if that is
 * lower, the person's; so do the devices that lose their first one.
 *
 * @returns whether it had other devices.
 */
export function separate(members: Members, id: ReplicaId): boolean {
  const member = members.get(id);
  if (member === undefined) return false;
  const first = member.deviceOf === undefined ? undefined : members.get(member.deviceOf);
  if (first !== undefined) {
    put(members, withDevices(first, othersOf(first, member)));
    lead(members, member, lesser(member.role, first.role), []);
    return true;
  }
  const heir = devicesOf(members, id)[1];
  if (heir === undefined) return false;
  lead(members, heir, lesser(heir.role, member.role), othersOf(member, heir));
  put(members, withDevices(member, []));
  return true;
}

/** `second`, and the removed devices that are its own, become devices of the person of `first`. */
export function join(members: Members, first: Member, second: Member): void {
  const devices = [...(first.devices ?? []), second.id, ...(second.devices ?? [])];
  put(members, withDevices(first, devices));
  put(members, withDevices({ ...second, name: first.name }, []));
  follow(members, devices, first.id);
}

/** `member` becomes the first device of a person with `devices`. */
function lead(members: Members, member: Member, role: Member['role'], devices: readonly ReplicaId[]): void {
  const { deviceOf: _, role: __, ...rest } = member;
  put(members, withDevices(role === undefined ? rest : { ...rest, role }, devices));
  follow(members, devices, member.id);
}

function follow(members: Members, devices: readonly ReplicaId[], first: ReplicaId): void {
  for (const id of devices) {
    const device = members.get(id);
    if (device !== undefined) put(members, { ...device, deviceOf: first });
  }
}

function othersOf({ devices = [] }: Member, { id }: Member): readonly ReplicaId[] {
  return devices.filter((device) => device !== id);
}

function withDevices({ devices: _, ...member }: Member, devices: readonly ReplicaId[]): Member {
  return devices.length === 0 ? member : { ...member, devices: Object.freeze([...devices]) };
}

const ranks: { readonly [role in Role]: number } = { viewer: 0, editor: 1, owner: 2 };

function lesser(a: Member['role'], b: Member['role']): Member['role'] {
  return ranks[a ?? 'editor'] < ranks[b ?? 'editor'] ? a : b;
}
