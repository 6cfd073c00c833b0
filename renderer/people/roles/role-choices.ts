/** The roles that somebody in charge can give a person, and the reasons against the others. */

import type { Person } from '#app/session/view/view.ts';
import { type Role, roles } from '#shared/board/member/role.ts';

export interface RoleChoice {
  readonly role: Role;
  readonly current: boolean;
  /** Why it cannot be given; absent if it can. */
  readonly reason?: 'byLink' | 'guest' | 'lastOwner';
}

/** A change of a role that a person confirms first. */
export type RoleQuestion = 'owner' | 'take' | 'giveUp' | 'view' | 'handOver';

/** @param people everyone on the board. */
export function roleChoices(person: Person, people: readonly Person[]): readonly RoleChoice[] {
  const isLastOwner = person.role === 'owner' && people.filter(({ role }) => role === 'owner').length === 1;
  return roles.map((role): RoleChoice => {
    const current = role === person.role;
    if (current) return { role, current };
    if (person.access === 'view') return { role, current, reason: 'byLink' };
    if (role === 'owner' && person.guest === true) return { role, current, reason: 'guest' };
    return isLastOwner ? { role, current, reason: 'lastOwner' } : { role, current };
  });
}

/** Whether `me`, an owner, can hand the ownership over to `person`. */
export function canHandOver(me: Person, person: Person): boolean {
  return (
    me.role === 'owner' &&
    !person.isMe &&
    person.role !== 'owner' &&
    person.access === 'edit' &&
    person.guest !== true
  );
}

/** Whether nobody would be in charge if the one device of the person at this one were lost. */
export function isOnlyOwnerOnOneDevice(people: readonly Person[]): boolean {
  const owners = people.filter(({ role }) => role === 'owner');
  return people.length > 1 && owners.length === 1 && owners[0]?.isMe === true;
}

/** The name of the only owner, if that owner has one device, which is not connected. */
export function onlyOwnerAway(people: readonly Person[]): string | undefined {
  const [owner, ...others] = people.filter(({ role }) => role === 'owner');
  return owner === undefined || others.length > 0 || owner.connected ? undefined : owner.name;
}

/** The question before `person` gets `role`; undefined if there is none. */
export function roleQuestion(person: Person, role: Role): RoleQuestion | undefined {
  if (role === 'owner') return person.isMe ? 'take' : 'owner';
  if (!person.isMe) return undefined;
  return role === 'viewer' ? 'view' : 'giveUp';
}
