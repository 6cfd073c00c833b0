import { expect, test } from 'vitest';
import { noBallot } from '#shared/paxos/model/ballot.ts';
import { configuration } from '#shared/paxos/model/configuration.ts';
import { replicaId, slot } from '#shared/paxos/model/ids.ts';
import { people as everyone, type PeopleSources } from './people.ts';

const me = replicaId('me-1');
const ada = replicaId('ada-1');
const bob = replicaId('bob-1');

function sources(some: Partial<PeopleSources> = {}): PeopleSources {
  return {
    me,
    myName: 'Mia',
    myAccess: 'edit',
    deviceLabel: (id) => `Device ${id}`,
    members: [],
    roleOf: () => 'editor',
    peers: [],
    status: { leader: noBallot },
    ...some,
  };
}

function people(some: PeopleSources) {
  return everyone(some).people;
}

test('a newcomer alone is one connected person without a vote', () => {
  expect(people(sources())).toMatchObject([
    { id: me, name: 'Mia', isMe: true, connected: true, access: 'edit', votes: false, leads: false },
  ]);
});

test('this device comes first, the others by name whatever their case, ties by id', () => {
  const zed = replicaId('zed-1');
  const bob2 = replicaId('bob-2');
  const members = [
    { id: zed, name: 'Zed' },
    { id: bob2, name: 'Bob' },
    { id: bob, name: 'Bob' },
    { id: me, name: 'Mia' },
    { id: ada, name: 'ada' },
  ];
  expect(people(sources({ members })).map((person) => person.id)).toEqual([me, ada, bob, bob2, zed]);
});

test('members that are away, peers that are not yet members and unknown voters are all there', () => {
  const found = people(
    sources({
      members: [{ id: ada, name: 'Ada' }],
      peers: [{ replica: bob, name: 'Bob', access: 'view', via: ada }],
      status: {
        leader: { epoch: slot(1), round: 4, replica: ada },
        configuration: configuration(1, [ada, replicaId('ghost')]),
      },
    }),
  );
  expect(found.slice(1)).toMatchObject([
    { id: ada, name: 'Ada', isMe: false, connected: false, access: 'edit', votes: true, leads: true },
    {
      id: bob,
      name: 'Bob',
      isMe: false,
      connected: true,
      via: 'Ada',
      access: 'view',
      votes: false,
      leads: false,
    },
    {
      id: 'ghost',
      name: 'Device ghos',
      isMe: false,
      connected: false,
      access: 'edit',
      votes: true,
      leads: false,
    },
  ]);
});

test('another’s agreed name precedes the name in its handshake; this device’s own setting precedes both', () => {
  const found = people(
    sources({
      members: [
        { id: me, name: 'Old me' },
        { id: ada, name: 'Ada' },
      ],
      peers: [{ replica: ada, name: 'Someone', access: 'edit' }],
    }),
  );
  expect(found.map((person) => person.name)).toEqual(['Mia', 'Ada']);
});

test('without a name of my own, the agreed one is shown', () => {
  const found = people(sources({ myName: '', members: [{ id: me, name: 'Old me' }] }));
  expect(found[0]?.name).toBe('Old me');
});

test('there is no leader without a ballot', () => {
  const nobody = people(sources({ status: { leader: { epoch: slot(1), round: 0, replica: me } } }));
  expect(nobody[0]?.leads).toBe(false);
});

test('a removed member is no longer among the people, and is known by name', () => {
  const members = [
    { id: ada, name: 'Ada' },
    { id: bob, name: 'Bob', removedBy: ada },
  ];
  const peers = [{ replica: bob, name: 'Bob', access: 'edit' }] as const;
  expect(people(sources({ members, peers })).map(({ id }) => id)).toEqual([me, ada]);
  expect(everyone(sources({ members, peers })).removed).toEqual([{ id: bob, name: 'Bob' }]);
});

test('two people with one name can be told apart by name and colour, also where one relays for the other', () => {
  const found = people(
    sources({
      myName: 'Bob',
      members: [
        { id: ada, name: 'Ada' },
        { id: bob, name: 'Bob' },
      ],
      peers: [{ replica: ada, name: 'Ada', access: 'edit', via: bob }],
    }),
  );
  expect(found.map(({ name }) => name)).toEqual(['Bob (2)', 'Ada', 'Bob']);
  expect(new Set(found.map(({ colour }) => colour)).size).toBe(3);
  expect(found[1]?.via).toBe('Bob');
});

test('a removed person can be told apart from a present one of the same name', () => {
  const members = [
    { id: ada, name: 'Bob', removedBy: me },
    { id: bob, name: 'Bob' },
    { id: replicaId('bob-2'), name: 'Bob', removedBy: me },
  ];
  const { people: present, removed } = everyone(sources({ members }));
  expect(present.map(({ name }) => name)).toEqual(['Mia', 'Bob']);
  expect(removed.map(({ name }) => name)).toEqual(['Bob (2)', 'Bob (3)']);
});

test('a guest that went takes neither the name nor a colour from the one that it came back as', () => {
  const past = Array.from({ length: 30 }, (_, at) => ({
    id: replicaId(`aa-${at}`),
    name: 'Bob',
    guest: true as const,
  }));
  const found = people(
    sources({
      members: [...past, { id: bob, name: 'Bob', guest: true }, { id: ada, name: 'Ada' }],
      peers: [{ replica: bob, name: 'Bob', access: 'edit', guest: true }],
    }),
  );
  const here = found.filter(({ connected }) => connected);
  expect(here.map(({ name, guest }) => [name, guest])).toEqual([
    ['Mia', undefined],
    ['Bob', true],
  ]);
  const apart = people(
    sources({
      members: [
        { id: bob, name: 'Bob' },
        { id: ada, name: 'Ada' },
      ],
    }),
  );
  const colourOf = (all: typeof found, id: string) => all.find((person) => person.id === id)?.colour;
  for (const id of [me, bob, ada]) expect(colourOf(found, id)).toBe(colourOf(apart, id));
});
