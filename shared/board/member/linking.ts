/**
 * The commands that link and unlink the devices of a person (`docs/protocol.md`, "One person with several devices").
 * Each counts by the key that signed it: one device offers, the other asks, and the first admits it.
 */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { BoardCommand, BoardCommandType, Outcome } from '../commands.ts';
import { isLent } from '../lending.ts';
import { applied, refused } from '../outcome.ts';
import type { Member } from '../state.ts';
import { type Members, put } from './members-table.ts';
import { devicesOf, isSamePerson, join, maxDevices, maxDevicesEver, personOf, separate } from './persons.ts';
import { isInCharge, ownersOf } from './rights.ts';

type Of<T extends BoardCommandType> = Extract<BoardCommand, { readonly type: T }>;
export type LinkCommand = Of<
  'member/link-offer' | 'member/link-ask' | 'member/link-admit' | 'member/link-withdraw' | 'member/unlink'
>;

/** `origin` is not removed. */
export function applyToLinks(members: Members, command: LinkCommand, origin: ReplicaId): Outcome {
  switch (command.type) {
    case 'member/link-offer':
      return offer(members, command, origin);
    case 'member/link-ask':
      return ask(members, command, origin);
    case 'member/link-admit':
      return admit(members, command, origin);
    case 'member/link-withdraw': {
      const member = members.get(origin);
      if (member !== undefined) put(members, withoutLinking(member));
      return applied;
    }
    case 'member/unlink':
      return unlink(members, command.id, origin);
  }
}

function offer(members: Members, command: Of<'member/link-offer'>, origin: ReplicaId): Outcome {
  const member = members.get(origin);
  if (member === undefined || isLent(member)) return refused('no-such-person');
  if (member.guest === true) return refused('guest-device');
  if (isFull(members, origin)) return refused('too-many-devices');
  put(members, { ...withoutLinking(member), device: command.device, offer: command.offer });
  return applied;
}

function ask(members: Members, command: Of<'member/link-ask'>, origin: ReplicaId): Outcome {
  const { id, offer, proof, device } = command;
  const member = members.get(origin);
  if (member === undefined || isLent(member)) return refused('no-such-person');
  if (member.guest === true) return refused('guest-device');
  if (isLinked(members, member)) return refused('already-linked');
  if (id === origin) return refused('not-yourself');
  if (members.get(id)?.offer !== offer) return refused('no-such-offer');
  put(members, { ...withoutLinking(member), device, asks: Object.freeze({ of: id, offer, proof }) });
  return applied;
}

function admit(members: Members, { id, offer }: Of<'member/link-admit'>, origin: ReplicaId): Outcome {
  const first = members.get(origin);
  const second = members.get(id);
  if (second?.removedBy !== undefined) return refused('removed', second.removedBy);
  // An ask ends with the offer that it names, and an offer with the first device that it admits.
  if (first?.offer !== offer || second?.asks?.of !== origin || second.asks.offer !== offer) {
    return refused('no-such-offer');
  }
  const person = members.get(personOf(members, origin)) ?? first;
  const ever = 2 + (person.devices?.length ?? 0) + (second.devices?.length ?? 0);
  if (isFull(members, origin) || ever > maxDevicesEver) return refused('too-many-devices');
  if (second.role === 'owner' && person.role !== 'owner' && ownersOf(members) === 1) {
    return refused('last-owner');
  }
  put(members, withoutLinking(first));
  join(members, members.get(person.id) ?? person, withoutLinking(second));
  return applied;
}

function unlink(members: Members, id: ReplicaId, origin: ReplicaId): Outcome {
  const member = members.get(id);
  if (member?.removedBy !== undefined) return refused('removed', member.removedBy);
  if (!isSamePerson(members, origin, id) && !isInCharge(members, origin)) {
    return refused('owners-only');
  }
  return separate(members, id) ? applied : refused('not-linked');
}

function isLinked(members: Members, member: Member): boolean {
  return member.deviceOf !== undefined || devicesOf(members, member.id).length > 1;
}

function isFull(members: Members, device: ReplicaId): boolean {
  return devicesOf(members, personOf(members, device)).length >= maxDevices;
}

function withoutLinking({ offer: _, asks: __, ...member }: Member): Member {
  return member;
}
