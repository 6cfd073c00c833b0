import { expect, it } from 'vitest';
import type { Person } from '#app/session/view/view.ts';
import { person } from '../../testing/person.ts';
import {
  canHandOver,
  isOnlyOwnerOnOneDevice,
  onlyOwnerAway,
  roleChoices,
  roleQuestion,
} from './role-choices.ts';

const ada = person('Ada', { isMe: true, role: 'owner' });
const ben = person('Ben');
const guest = person('Gus', { guest: true });
const vera = person('Vera', { access: 'view' });
const all = [ada, ben, guest, vera];

const choices = (of: Person, people: readonly Person[] = all) =>
  Object.fromEntries(
    roleChoices(of, people).map(({ role, current, reason }) => [role, current ? 'current' : reason]),
  );

it('every role can be given to an editor', () => {
  expect(choices(ben)).toEqual({ owner: undefined, editor: 'current', viewer: undefined });
});

it('a guest cannot become an owner, and a person with a view link stays a viewer', () => {
  expect(choices(guest)).toEqual({ owner: 'guest', editor: 'current', viewer: undefined });
  expect(choices(vera)).toEqual({ owner: 'byLink', editor: 'byLink', viewer: 'current' });
});

it('the only owner keeps this role, and one of two may give it up', () => {
  expect(choices(ada)).toEqual({ owner: 'current', editor: 'lastOwner', viewer: 'lastOwner' });
  const two = [ada, { ...ben, role: 'owner' } as const];
  expect(choices(ada, two)).toEqual({ owner: 'current', editor: undefined, viewer: undefined });
});

it('an owner can hand over to members with an edit link, and nobody else can', () => {
  expect(all.map((to) => canHandOver(ada, to))).toEqual([false, true, false, false]);
  expect(canHandOver(ada, { ...ben, role: 'viewer' })).toBe(true);
  expect(canHandOver({ ...ada, role: 'editor' }, ben)).toBe(false);
});

it('changes of the own role, and new owners, are confirmed first', () => {
  expect(roleQuestion(ben, 'owner')).toBe('owner');
  expect(roleQuestion(ben, 'viewer')).toBeUndefined();
  expect(roleQuestion(ada, 'editor')).toBe('giveUp');
  expect(roleQuestion(ada, 'viewer')).toBe('view');
  expect(roleQuestion({ ...ada, role: 'editor' }, 'owner')).toBe('take');
});

it('the only owner with one device is warned, and nobody else', () => {
  expect(isOnlyOwnerOnOneDevice(all)).toBe(true);
  expect(isOnlyOwnerOnOneDevice([ada])).toBe(false);
  const phone = person('Phone', { person: ada.id, isMine: true, role: 'owner' });
  expect(isOnlyOwnerOnOneDevice([...all, phone])).toBe(false);
  expect(isOnlyOwnerOnOneDevice([ada, { ...ben, role: 'owner' }])).toBe(false);
  expect(
    isOnlyOwnerOnOneDevice([
      { ...ada, isMe: false },
      { ...ben, isMe: true },
    ]),
  ).toBe(false);
});

it('an owner counts as away if none of the devices of an owner is connected', () => {
  const away = { ...ada, isMe: false, connected: false };
  expect(onlyOwnerAway([ben, away])).toBe('Ada');
  expect(onlyOwnerAway([ben, { ...away, connected: true }])).toBeUndefined();
  expect(onlyOwnerAway([away, { ...ben, role: 'owner' }])).toBeUndefined();
  expect(onlyOwnerAway([ben])).toBeUndefined();
});
