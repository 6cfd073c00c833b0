/**
 * A preview of the window with a fake board. `?scene=` selects the state: new, empty, board, waiting, joining,
 * signaling, stopped-elsewhere, stopped-storage, stopped-superseded, stopped-invariant, elsewhere.
 */

import '../whiteboard/asset-path.ts';
import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '../ui/paxboard.css';
import type { KnownBoard } from '#app/session/api.ts';
import type { Person, Stop } from '#app/session/view/view.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import type { Host } from '../boards/host.ts';
import { mount } from '../mount.tsx';
import { FakeSession } from './fake-session.ts';
import { FakeShelf } from './fake-shelf.ts';
import { arrow, label, shape } from './shape.ts';

declare global {
  interface Window {
    fakeSession?: FakeSession;
  }
}

const scene = new URLSearchParams(window.location.search).get('scene') ?? 'board';
const hour = 3_600_000;
const now = Date.now();

const host: Host = {
  addresses: async () =>
    scene === 'loopback' ? ['http://127.0.0.1:7420'] : ['http://192.168.1.20:7420', 'http://10.0.0.7:7420'],
  signaling: async () => [],
  nearby: async () => ({ announced: [], found: [] }),
  onJoinLink: () => () => undefined,
};

const boards: readonly KnownBoard[] =
  scene === 'new' || scene === 'empty'
    ? []
    : [
        {
          id: 'harbour',
          name: 'Harbour plan',
          access: 'edit',
          lastOpenedAt: now - hour / 6,
          summary: {
            people: [
              { name: 'Grace', colour: 5 },
              { name: 'Linus Berg', colour: 2 },
              { name: 'Workshop tablet', colour: 7 },
            ],
            more: 2,
            changedAt: now - hour / 4,
          },
        },
        {
          id: 'workshop',
          name: 'Workshop rota',
          access: 'view',
          lastOpenedAt: now - 26 * hour,
          summary: { people: [{ name: 'Grace', colour: 5 }], more: 0 },
        },
        { id: 'lab', name: 'Lab retrospective', access: 'edit', lastOpenedAt: now - 24 * 40 * hour },
      ];

const shelf = new FakeShelf({
  boards,
  name: scene === 'new' ? '' : 'Ada Moreau',
  now: () => Date.now(),
  open,
});
shelf.elsewhere = scene === 'elsewhere';
mount(shelf, host);

function open(board: KnownBoard, myName: string): FakeSession {
  const session = new FakeSession({ boardId: board.id, boardName: board.name, myName, settleMs: 300 });
  window.fakeSession = session;
  if (board.id !== 'harbour') return session;
  const people = [session.view().me, ...others()];
  const roundTripsMs = { grace: 1.2, linus: 14.6, tablet: 4.1, wall: 2.3 };
  session.set({ people, roundTripsMs, health: { state: 'settling', voters: 3, reachable: 3, settleMs: 9 } });
  addTasks(session);
  draw(session);
  script(session);
  return session;
}

function others(): readonly Person[] {
  const person = (id: string, name: string, change: Partial<Person> = {}): Person => ({
    id: replicaId(id),
    person: replicaId(id),
    name,
    colour: id.length,
    isMe: false,
    isMine: false,
    connected: true,
    votes: true,
    leads: false,
    access: 'edit',
    role: change.access === 'view' ? 'viewer' : 'editor',
    ...change,
  });
  return [
    person('grace', 'Grace'),
    person('linus', 'Linus Berg'),
    person('tablet', 'Workshop tablet', { votes: false, via: 'Grace' }),
    person('wall', 'Wall screen', { votes: false, access: 'view' }),
    person('studio', 'studio-laptop', {
      connected: false,
      votes: scene === 'waiting',
    }),
  ];
}

function addTasks(session: FakeSession): void {
  const me = session.view().me.id;
  const grace = replicaId('grace');
  session.addTask({ title: 'Measure the depth at berth 4', notes: 'Take the **long** line.' });
  const contested = session.addTask({ title: 'Order new fenders for the east quay before the storm season' });
  session.contested.add(contested.id);
  session.addTask({ title: 'Ask the harbour master about night arrivals' });
  session.addTask({ title: 'Draw the new buoy line', column: 'doing', claimedBy: me });
  session.addTask({ title: 'Repaint the crane', column: 'doing', claimedBy: grace, notes: 'Yellow.' });
  session.addTask({ title: 'Check the radio mast', column: 'done', claimedBy: grace, completedBy: grace });
  session.addTask({ title: 'Print the tide table', column: 'done', completedBy: me });
}

function draw(session: FakeSession): void {
  session.patchFromOutside(
    [
      shape('quay', { x: 0, y: 0, backgroundColor: '#a5d8ff', index: 'a1' }),
      label('quay-label', 'East quay', { x: 55, y: 33, index: 'a2' }),
      shape('crane', { x: 340, y: 10, backgroundColor: '#ffec99', index: 'a3' }),
      label('crane-label', 'Crane', { x: 415, y: 43, index: 'a4' }),
      arrow('way', { x: 215, y: 50, index: 'a5' }),
      shape('buoy', {
        type: 'ellipse',
        x: 160,
        y: 180,
        width: 110,
        height: 110,
        backgroundColor: '#ffc9c9',
        index: 'a6',
        roundness: null,
      }),
      // Equal indices, as after simultaneous drawing by two people.
      shape('boat', { type: 'diamond', x: 380, y: 180, width: 150, height: 110, index: 'a6' }),
    ].map(({ id, ...set }) => ({ id, create: true, set })),
  );
}

const stops: readonly Stop[] = [
  { reason: 'elsewhere' },
  { reason: 'storage', fault: { type: 'full' } },
  { reason: 'gone' },
  { reason: 'superseded', parting: { shared: 120, here: 2, there: 35 } },
  { reason: 'diverged', why: 'slot 7' },
  { reason: 'invariant', why: 'slot 7' },
  { reason: 'rolledBack', why: 'slot 7' },
  { reason: 'removed', by: 'Ada' },
  { reason: 'left' },
];

function script(session: FakeSession): void {
  if (scene === 'waiting') {
    const missing = session
      .view()
      .people.filter((person) => person.name === 'studio-laptop' || person.id === 'linus');
    session.set({
      health: { state: 'waiting', voters: 3, reachable: 1, missing },
      canRecover: true,
      recoveryLoses: { changes: 35, knownBy: 'studio-laptop' },
      pendingChanges: 4,
    });
  }
  if (scene === 'viewing') {
    const me = { ...session.view().me, access: 'view', role: 'viewer', votes: false, leads: false } as const;
    const people = session.view().people.map((person) => (person.isMe ? me : person));
    session.set({ me, people, inCharge: false, removed: [{ id: replicaId('old'), name: 'Old laptop' }] });
  }
  if (scene === 'joining') session.setHealth({ state: 'joining', settled: 3120, of: 10_240 });
  if (scene === 'signaling')
    session.set({
      signaling: {
        status: 'failing',
        why: { type: 'silent', host: '192.168.1.20:7420' },
      },
    });
  const stop = stops.find(({ reason }) => scene === `stopped-${reason}`);
  if (stop !== undefined) session.setHealth({ state: 'stopped', ...stop });
}
