import { describe, expect, it } from 'vitest';
import type { Person } from '#app/session/view.ts';
import { replicaId } from '#shared/paxos/ids.ts';
import {
  formatMilliseconds,
  formatWhen,
  healthAnnouncement,
  healthText,
  inviteProblemText,
  noticeText,
  pendingText,
  personName,
  personSummary,
  refusalText,
  rejoining,
  tasks,
} from './texts.ts';

const person = (name: string, change: Partial<Person> = {}): Person => ({
  id: replicaId(name.replace(/[^a-z]/gi, '')),
  name,
  isMe: false,
  connected: false,
  access: 'edit',
  votes: true,
  leads: false,
  ...change,
});

describe('the sentence of health', () => {
  it('says how many vote and how fast changes settle', () => {
    expect(healthText({ state: 'settling', voters: 3, reachable: 3, settleMs: 8.7 }, 0)).toBe(
      '3 of 3 voting devices connected. Changes settle in 9 ms.',
    );
    expect(healthText({ state: 'settling', voters: 3, reachable: 2 }, 0)).toBe(
      '2 of 3 voting devices connected.',
    );
    expect(healthText({ state: 'settling', voters: 1, reachable: 1, settleMs: 4 }, 0)).toBe(
      'The one voting device is connected. Changes settle in 4 ms.',
    );
  });

  it('says who is waited for and what goes on', () => {
    const missing = [person('studio-laptop'), person('workshop-pc')];
    expect(healthText({ state: 'waiting', voters: 3, reachable: 1, missing }, 4)).toBe(
      'Waiting for one more device: studio-laptop or workshop-pc. You can go on drawing; 4 changes wait on this device.',
    );
    expect(healthText({ state: 'waiting', voters: 2, reachable: 1, missing: missing.slice(0, 1) }, 1)).toBe(
      'Waiting for one more device: studio-laptop. You can go on drawing; 1 change waits on this device.',
    );
    expect(healthText({ state: 'waiting', voters: 2, reachable: 2, missing: [] }, 0)).toBe(
      'Waiting for the devices to agree on who leads. You can go on drawing.',
    );
  });

  it('counts while it catches up', () => {
    expect(healthText({ state: 'joining', settled: 3120, of: 10_240 }, 0)).toBe(
      'Catching up: 3,120 of 10,240 changes are here.',
    );
    expect(healthText({ state: 'joining', settled: 0, of: undefined }, 0)).toContain(
      'looking for the others',
    );
  });

  it('says how much of a snapshot is here', () => {
    const joining = { state: 'joining', settled: 0, of: 90_000 } as const;
    const transfer = { receivedBytes: 1_234_567, totalBytes: 4_000_000 };
    expect(healthText({ ...joining, transfer }, 0)).toBe('Catching up: 1.2 of 4 MB are here.');
    const small = { receivedBytes: 0, totalBytes: 45_600 };
    expect(healthText({ ...joining, transfer: small }, 0)).toBe('Catching up: 0 of 45.6 kB are here.');
    expect(healthAnnouncement({ ...joining, of: undefined, transfer })).toBe(
      healthAnnouncement({ ...joining, of: undefined, transfer: small }),
    );
  });

  it('is not announced anew for each millisecond, change or slot', () => {
    const settling = { state: 'settling', voters: 3, reachable: 3 } as const;
    expect(healthAnnouncement({ ...settling, settleMs: 9 })).toBe(
      healthAnnouncement({ ...settling, settleMs: 12 }),
    );
    expect(healthAnnouncement({ state: 'joining', settled: 1, of: 900 })).toBe(
      healthAnnouncement({ state: 'joining', settled: 2, of: 901 }),
    );
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

it('says what is pending', () => {
  expect(pendingText(0)).toBe('All settled');
  expect(pendingText(3)).toBe('3 settling…');
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
