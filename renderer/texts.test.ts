import { describe, expect, it } from 'vitest';
import type { Person } from '#app/session/view/view.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import {
  agreementText,
  type BoardStatus,
  formatMilliseconds,
  formatWhen,
  inviteProblemText,
  noticeText,
  personName,
  personSummary,
  recoveryLossText,
  refusalText,
  rejoining,
  statusAnnouncement,
  statusText,
  tasks,
} from './texts.ts';

const person = (name: string, change: Partial<Person> = {}): Person => ({
  id: replicaId(name.replace(/[^a-z]/gi, '')),
  name,
  colour: 0,
  isMe: false,
  connected: false,
  access: 'edit',
  votes: true,
  leads: false,
  ...change,
});

const missing = [person('studio-laptop'), person('workshop-pc')];
const settling = { state: 'settling', voters: 3, reachable: 3 } as const;
const waiting = { state: 'waiting', voters: 3, reachable: 1, missing } as const;
const electing = { state: 'waiting', voters: 3, reachable: 3, missing: [] } as const;

function status(health: BoardStatus['health'], some: Partial<BoardStatus> = {}): BoardStatus {
  return { health, pendingChanges: 0, isAlone: false, viewOnly: false, isGuest: false, ...some };
}

it('says what going on alone would lose, and which device has it', () => {
  expect(recoveryLossText({ changes: 1_035, knownBy: 'studio-laptop' })).toBe(
    '1,035 settled changes are not on this device, and would be lost for everyone. ' +
      'studio-laptop has them: open the board there if you can, and go on from there.',
  );
  expect(recoveryLossText({ changes: 1 })).toBe(
    '1 settled change is not on this device, and would be lost for everyone. ' +
      'Another device has it: open the board there if you can, and go on from there.',
  );
});

describe('the status of a board', () => {
  it.each<[string, BoardStatus]>([
    ['Saved', status(settling)],
    ['Saving…', status(settling, { pendingChanges: 3 })],
    ['Up to date', status(settling, { viewOnly: true })],
    ['Saved', status(electing)],
    ['Saving…', status(electing, { pendingChanges: 1 })],
    [
      'Saved on this device; waiting for studio-laptop or workshop-pc',
      status(waiting, { pendingChanges: 4 }),
    ],
    ['Waiting for studio-laptop or workshop-pc; you can go on', status(waiting)],
    ['Offline: you can go on; 4 changes wait here', status(waiting, { pendingChanges: 4, isAlone: true })],
    ['Offline: you can go on; 1 change waits here', status(waiting, { pendingChanges: 1, isAlone: true })],
    ['Offline: you can go on', status(waiting, { isAlone: true })],
    [
      'Keep this tab open; waiting for studio-laptop or workshop-pc',
      status(waiting, { pendingChanges: 4, isGuest: true }),
    ],
    [
      'Offline: keep this tab open; 4 changes wait here',
      status(waiting, { pendingChanges: 4, isAlone: true, isGuest: true }),
    ],
    ['Offline: others may have changed this board', status(waiting, { isAlone: true, viewOnly: true })],
    ['Waiting for studio-laptop or workshop-pc', status(waiting, { viewOnly: true })],
    [
      'Catching up: 3,120 of 10,240 changes are here.',
      status({ state: 'joining', settled: 3120, of: 10_240 }),
    ],
  ])('says %j', (text, given) => {
    expect(statusText(given)).toBe(text);
  });

  it('never says that all is saved while something waits', () => {
    for (const health of [settling, waiting, electing]) {
      for (const isAlone of [true, false]) {
        expect(statusText(status(health, { pendingChanges: 2, isAlone }))).not.toBe('Saved');
      }
    }
  });

  it('says how much of a snapshot is here', () => {
    const joining = { state: 'joining', settled: 0, of: 90_000 } as const;
    const transfer = { receivedBytes: 1_234_567, totalBytes: 4_000_000 };
    expect(statusText(status({ ...joining, transfer }))).toBe('Catching up: 1.2 of 4 MB are here.');
    const small = { receivedBytes: 0, totalBytes: 45_600 };
    expect(statusText(status({ ...joining, transfer: small }))).toBe('Catching up: 0 of 45.6 kB are here.');
    expect(statusAnnouncement(status({ ...joining, of: undefined, transfer }))).toBe(
      statusAnnouncement(status({ ...joining, of: undefined, transfer: small })),
    );
  });

  it('is not announced anew for each change or slot', () => {
    expect(statusAnnouncement(status(settling, { pendingChanges: 2 }))).toBe(
      statusAnnouncement(status({ ...settling, settleMs: 12 })),
    );
    expect(statusAnnouncement(status({ state: 'joining', settled: 1, of: 900 }))).toBe(
      statusAnnouncement(status({ state: 'joining', settled: 2, of: 901 })),
    );
  });

  it('has its details in People: votes, and how long a change takes', () => {
    expect(agreementText({ ...settling, settleMs: 8.7 })).toBe(
      '3 of 3 voting devices connected. Changes settle in 9 ms.',
    );
    expect(agreementText({ state: 'settling', voters: 1, reachable: 1, settleMs: 4 })).toBe(
      'The one voting device is connected. Changes settle in 4 ms.',
    );
    expect(agreementText(waiting)).toBe(
      '1 of 3 voting devices connected. Changes settle once one more is: studio-laptop or workshop-pc.',
    );
    expect(agreementText(electing)).toContain('choosing a leader');
    expect(agreementText({ state: 'opening' })).toBeUndefined();
  });
});

it('has a sentence of its own for each thing that can be wrong with an invite', () => {
  const problems = ['empty', 'not-an-invite', 'truncated', 'damaged', 'newer-version'] as const;
  expect(new Set(problems.map(inviteProblemText)).size).toBe(problems.length);
  expect(inviteProblemText('truncated')).toContain('end of this invite is missing');
  expect(inviteProblemText('newer-version')).toContain('Update Paxboard');
});

it('says who was first', () => {
  expect(refusalText('task/claim', 'already-claimed', 'Ada')).toBe('Ada was first.');
  expect(refusalText('task/claim', 'already-claimed', undefined)).toBe('Someone else was first.');
  const refused = { type: 'refused', command: 'task/claim', reason: 'already-claimed', by: 'Ada' } as const;
  expect(noticeText({ number: 1, kind: refused }).message).toBe('Ada was first.');
});

it('shows no number before there is one', () => {
  expect(tasks.number(0)).toBe('…');
  expect(tasks.number(7)).toBe('#7');
  expect(tasks.count(2, 5)).toBe('2 of 5');
});

it('names a saved board after it, without what file systems do not take', () => {
  expect(rejoining.fileName('Plan: Süd/Ost')).toBe('Plan SüdOst.paxboard.json');
  expect(rejoining.fileName('../')).toBe('board.paxboard.json');
});

it('names people', () => {
  expect(personName(person('Ada', { isMe: true }))).toBe('Ada (you)');
  expect(personSummary(person('Ada', { connected: true, leads: true }))).toBe('Ada, connected, leads, votes');
});

it('writes times as people say them', () => {
  expect(formatMilliseconds(0.3)).toBe('1 ms');
  expect(formatMilliseconds(1540)).toBe('1.5 s');
  const now = Date.UTC(2026, 0, 31, 12);
  expect(formatWhen(now - 20_000, now)).toBe('just now');
  expect(formatWhen(now - 5 * 60_000, now)).toBe('5 minutes ago');
  expect(formatWhen(now - 24 * 3_600_000, now)).toBe('yesterday');
  expect(formatWhen(now - 60 * 24 * 3_600_000, now)).toMatch(/^December \d, 2025$/);
});
