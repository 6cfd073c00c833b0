/** The people on a board, from this device's view: the agreed members, and the connected ones. */

import type { Peer } from '#app/mesh/transport.ts';
import { isLent } from '#shared/board/lending.ts';
import type { Role } from '#shared/board/member/role.ts';
import type { Member } from '#shared/board/state.ts';
import type { BoardAccess } from '#shared/invite/invite.ts';
import type { Status } from '#shared/paxos/effects.ts';
import { fullVoters } from '#shared/paxos/model/configuration.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { type Person, personColours, type RemovedPerson, type RoundTrips } from '../view.ts';
import { distinctColours, distinctNames } from './telling-apart.ts';

export interface PeopleSources {
  readonly me: ReplicaId;
  /** As the person set it on this device; may be newer than the agreed name, and may be empty. */
  readonly myName: string;
  readonly myAccess: BoardAccess;
  /** See {@link Person}. */
  readonly guest?: boolean;
  readonly deviceLabel: DeviceLabel;
  readonly members: Iterable<Member>;
  readonly roleOf: (id: ReplicaId) => Role;
  readonly peers: readonly Peer[];
  readonly status: Pick<Status, 'configuration' | 'leader'>;
}

export interface People {
  /**
   * The voters, and all members or connected devices that are not removed: this device first, then by name and device,
   * ties by id.
   */
  readonly people: readonly Person[];
  /** By name, ties by id. */
  readonly removed: readonly RemovedPerson[];
}

/** No two people have one name, and no two present ones one colour while there are enough. */
export function people(sources: PeopleSources): People {
  const { me, status, deviceLabel } = sources;
  const agreed = new Map<ReplicaId, Member>();
  const guests = new Set<ReplicaId>();
  const removed = new Set<ReplicaId>();
  for (const member of sources.members) {
    if (isLent(member) && member.removedBy === undefined) continue;
    if (member.guest === true) guests.add(member.id);
    agreed.set(member.id, member);
    if (member.removedBy !== undefined) removed.add(member.id);
  }
  const peers = new Map<ReplicaId, Peer>();
  for (const peer of sources.peers) {
    if (peer.replica === me || peer.witness === true) continue;
    peers.set(peer.replica, peer);
    if (peer.guest === true) guests.add(peer.replica);
  }
  if (sources.guest === true) guests.add(me);
  // A witness is no person (`witnesses.ts`).
  const voters = new Set(status.configuration === undefined ? [] : fullVoters(status.configuration));
  const personOf = (id: ReplicaId): ReplicaId => agreed.get(id)?.deviceOf ?? id;

  const all = new Set([me, ...agreed.keys(), ...peers.keys(), ...voters]);
  const given = (id: ReplicaId): string => {
    const name = agreed.get(id)?.name;
    return (id === me ? sources.myName || name : name || peers.get(id)?.name) || nameless(id, deviceLabel);
  };
  // A guest that left returns as a new device, perhaps with the same name: a gone device must not take its name and
  // colour.
  const isPast = (id: ReplicaId): boolean => guests.has(id) && id !== me && !peers.has(id);
  // A removed device stays in the list as long as it votes.
  const isRemoved = (id: ReplicaId): boolean => id !== me && removed.has(id) && !voters.has(id);
  const isPresent = (id: ReplicaId): boolean => !isPast(id) && !isRemoved(id);
  const inOrder = [isPresent, (id: ReplicaId) => isPast(id) && !isRemoved(id), isRemoved];
  const groups = personGroups([...all], personOf, inOrder, given);
  const names = distinctNames(...groups);
  const colours = distinctColours(groups[0]?.keys() ?? [], personColours);
  const nameOf = (id: ReplicaId): string => names.get(personOf(id)) ?? given(id);
  const counts = new Map<ReplicaId, number>();
  for (const id of all) {
    if (!isRemoved(id)) counts.set(personOf(id), (counts.get(personOf(id)) ?? 0) + 1);
  }
  const deviceOf = (id: ReplicaId, isShown: boolean): Pick<Person, 'device'> => {
    const device = agreed.get(id)?.device ?? nameless(id, deviceLabel);
    return isShown ? { device } : {};
  };
  const person = (id: ReplicaId): Person => {
    const peer = peers.get(id);
    const access = id === me ? sources.myAccess : (peer?.access ?? 'edit');
    return {
      id,
      person: personOf(id),
      name: nameOf(id),
      colour: colours.get(personOf(id)) ?? 0,
      isMe: id === me,
      isMine: personOf(id) === personOf(me),
      ...deviceOf(id, (counts.get(personOf(id)) ?? 0) > 1),
      connected: id === me || peer !== undefined,
      ...(peer?.via === undefined ? {} : { via: nameOf(peer.via) }),
      access,
      role: access === 'view' ? 'viewer' : sources.roleOf(id),
      ...(guests.has(id) ? { guest: true } : {}),
      votes: voters.has(id),
      leads: status.leader.round > 0 && status.leader.replica === id,
    };
  };

  const others = [...all].filter((id) => id !== me && !isRemoved(id));
  return {
    people: [person(me), ...others.map(person).sort(byName)],
    removed: [...removed]
      .map((id) => ({ id, name: nameOf(id), ...deviceOf(id, agreed.get(id)?.device !== undefined) }))
      .sort(byName),
  };
}

/** The devices that are connected and may change the board; this one among them, if it may. */
export function editorsPresent(shown: readonly Person[]): readonly ReplicaId[] {
  return shown.filter(({ connected, role }) => connected && role !== 'viewer').map(({ id }) => id);
}

/** The names of people by their ids, each in the first group that has a device of it; the first device names it. */
function personGroups(
  devices: readonly ReplicaId[],
  personOf: (id: ReplicaId) => ReplicaId,
  groups: readonly ((id: ReplicaId) => boolean)[],
  given: (id: ReplicaId) => string,
): readonly ReadonlyMap<ReplicaId, string>[] {
  const taken = new Set<ReplicaId>();
  return groups.map((isIn) => {
    const names = new Map<ReplicaId, string>();
    for (const id of devices) {
      if (taken.has(personOf(id)) || !isIn(id)) continue;
      taken.add(personOf(id));
      names.set(personOf(id), given(id));
    }
    return names;
  });
}

/** A person’s name, with that of the device if the person has several. */
export function deviceTitle({ name, device }: Pick<Person, 'name' | 'device'>): string {
  return device === undefined ? name : `${name} · ${device}`;
}

export function roundTrips(peers: readonly Peer[]): RoundTrips {
  return Object.fromEntries(
    peers.flatMap(({ replica, roundTripMs }) => (roundTripMs === undefined ? [] : [[replica, roundTripMs]])),
  );
}

/** @returns the name of a device whose person has entered none, from the start of its id: the window has the text. */
export type DeviceLabel = (shortId: string) => string;

export function nameless(id: ReplicaId, label: DeviceLabel): string {
  return label(id.slice(0, 4));
}

/** One collator of a fixed locale: comparing by a new one each time is slow. The order is for this window only. */
const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

function byName(a: RemovedPerson, b: RemovedPerson): number {
  const byDevice = collator.compare(a.device ?? '', b.device ?? '');
  return collator.compare(a.name, b.name) || byDevice || (a.id < b.id ? -1 : 1);
}
