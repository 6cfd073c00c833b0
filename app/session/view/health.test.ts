import { expect, test } from 'vitest';
import type { Halt } from '#app/replica/listener.ts';
import type { Status } from '#shared/paxos/effects.ts';
import { noBallot } from '#shared/paxos/model/ballot.ts';
import { configuration } from '#shared/paxos/model/configuration.ts';
import { noSlot, replicaId, slot } from '#shared/paxos/model/ids.ts';
import { catchingUpSlots, type HealthSources, health } from './health.ts';
import type { Person } from './view.ts';

const me = replicaId('me-1');
const ada = replicaId('ada-1');
const bob = replicaId('bob-1');

function person(id: typeof me, connected: boolean, votes = true): Person {
  return {
    id,
    person: id,
    name: id,
    colour: 0,
    isMe: id === me,
    isMine: id === me,
    connected,
    access: 'edit',
    role: 'editor',
    votes,
    leads: false,
  };
}

function status(some: Partial<Status> = {}): Status {
  return {
    id: me,
    role: 'follower',
    generation: 1,
    promised: noBallot,
    leader: { epoch: slot(1), round: 1, replica: me },
    configuration: configuration(1, [me, ada, bob]),
    decidedThrough: slot(10),
    lastSlot: slot(10),
    compactedThrough: noSlot,
    signsOff: false,
    pendingSubmissions: 0,
    quorumReached: true,
    peers: [],
    ...some,
  };
}

function sources(some: Partial<HealthSources> = {}): HealthSources {
  return {
    status: status(),
    people: [
      person(me, true),
      person(ada, true),
      person(bob, false),
      person(replicaId('guest'), true, false),
    ],
    witnesses: [],
    settleMs: undefined,
    stopped: undefined,
    ...some,
  };
}

/** A newcomer's status: it knows no configuration, the key is absent. */
function newcomer(peers: Status['peers']): Status {
  const { configuration: _, ...rest } = status({ decidedThrough: noSlot, leader: noBallot, peers });
  return { ...rest, quorumReached: false, role: 'learner' };
}

test('before storage has been read the board is opening', () => {
  expect(health(sources({ status: undefined }))).toEqual({ state: 'opening' });
});

test('a newcomer joins: unknown length alone, the furthest peer once it reaches some', () => {
  expect(health(sources({ status: newcomer([]) }))).toEqual({ state: 'joining', settled: 0, of: undefined });
  const peers = [
    { id: ada, decidedThrough: slot(70), keepsUp: true, heardTicksAgo: 1, signsOff: false },
    { id: bob, decidedThrough: slot(90), keepsUp: true, heardTicksAgo: 1, signsOff: false },
  ];
  expect(health(sources({ status: newcomer(peers) }))).toEqual({ state: 'joining', settled: 0, of: 90 });
});

test('a member far behind is joining again, one that is a little behind is not', () => {
  const behind = (slots: number) =>
    health(
      sources({
        status: status({
          peers: [
            { id: ada, decidedThrough: slot(10 + slots), keepsUp: true, heardTicksAgo: 0, signsOff: false },
          ],
        }),
      }),
    );
  expect(behind(catchingUpSlots - 1).state).toBe('settling');
  expect(behind(catchingUpSlots)).toEqual({ state: 'joining', settled: 10, of: 10 + catchingUpSlots });
});

test('while a snapshot is on its way it is joining, and says how much is here', () => {
  const transfer = { receivedBytes: 1_000, totalBytes: 4_000 };
  expect(health(sources({ status: status({ transfer }) }))).toEqual({
    state: 'joining',
    settled: 10,
    of: undefined,
    transfer,
  });
});

test('changes settle: voters that are reached are counted, guests are not', () => {
  expect(health(sources())).toEqual({ state: 'settling', voters: 3, reachable: 2 });
  expect(health(sources({ settleMs: 9 }))).toEqual({
    state: 'settling',
    voters: 3,
    reachable: 2,
    settleMs: 9,
  });
});

test('without a majority it waits, and names the missing voters', () => {
  expect(health(sources({ status: status({ quorumReached: false }) }))).toEqual({
    state: 'waiting',
    voters: 3,
    reachable: 2,
    missing: [person(bob, false)],
  });
});

test('without a leader it waits', () => {
  expect(health(sources({ status: status({ leader: noBallot }) })).state).toBe('waiting');
});

test.each(['invariant', 'superseded', 'diverged', 'rolledBack'] as const)(
  'a replica halted by "%s" is stopped',
  (reason) => {
    const halted = health(
      sources({ status: status({ role: 'halted', halted: { reason, why: 'went down' } }) }),
    );
    expect(halted).toMatchObject({ state: 'stopped', reason });
  },
);

test('the technical reason of a bug is kept, for its report', () => {
  const halted = { reason: 'invariant', why: 'promise went down' } as const;
  const stopped = health(sources({ status: status({ role: 'halted', halted }) }));
  expect(stopped).toEqual({ state: 'stopped', ...halted });
});

test.each<Halt>([
  { reason: 'elsewhere' },
  { reason: 'gone' },
  { reason: 'storage', fault: { type: 'full' } },
  { reason: 'removed', by: 'Ada' },
])('"$reason" has precedence over the status', (stopped) => {
  expect(health(sources({ stopped }))).toEqual({ state: 'stopped', ...stopped });
});

test.each([
  [10, 8, 12, { shared: 8, here: 2, there: 4 }],
  [10, 9, 9, { shared: 9, here: 1, there: 0 }],
  [8, 8, 12, { shared: 8, here: 0, there: 4 }],
])(
  'a board that went on without this device: with %i slots here, %i in common, %i there',
  (here, shared, there, parting) => {
    const successor = { generation: 2, sharedThrough: slot(shared), decidedThrough: slot(there) };
    const halted = { reason: 'superseded', why: '', successor } as const;
    const stopped = health(sources({ status: status({ halted, decidedThrough: slot(here) }) }));
    expect(stopped).toEqual({ state: 'stopped', reason: 'superseded', parting });
  },
);

test('a board that went on without this device: the numbers are absent if they are unknown', () => {
  const stopped = { reason: 'superseded', why: '' } as const;
  expect(health(sources({ status: undefined, stopped }))).toEqual({
    state: 'stopped',
    reason: 'superseded',
  });
});
