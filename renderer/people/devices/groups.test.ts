import { expect, it } from 'vitest';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { person } from '../../testing/person.ts';
import { groupsOf, personsOf } from './groups.ts';

const ada = replicaId('Ada');
const people = [
  person('Ada', {
    id: replicaId('phone'),
    person: ada,
    isMe: true,
    isMine: true,
    connected: true,
    device: 'Phone',
  }),
  person('Ada', { isMine: true, device: 'Laptop' }),
  person('Bob'),
];

it('a person with two devices is one entry with both, connected if one of them is', () => {
  const groups = groupsOf(people);
  expect(groups.map(({ devices }) => devices.map(({ id }) => id))).toEqual([['phone', 'Ada'], ['Bob']]);
  expect(groups[0]?.person).toMatchObject({ isMe: true, connected: true });
  expect(groups[1]?.person).toBe(people[2]);
});

it('choices of people name each person once, by the id of the person', () => {
  expect(personsOf(people).map(({ id, name }) => [id, name])).toEqual([
    ['Ada', 'Ada'],
    ['Bob', 'Bob'],
  ]);
});
