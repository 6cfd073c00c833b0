import { describe, expect, it } from 'vitest';
import { person } from '../../../testing/person.ts';
import {
  agreementText,
  type BoardStatus,
  pairText,
  remedyText,
  statusAnnouncement,
  statusText,
} from './status-text.ts';

const missing = [person('studio-laptop'), person('workshop-pc')];
const settling = { state: 'settling', voters: 3, reachable: 3 } as const;
const waiting = { state: 'waiting', voters: 3, reachable: 1, missing } as const;
const electing = { state: 'waiting', voters: 3, reachable: 3, missing: [] } as const;

function status(health: BoardStatus['health'], some: Partial<BoardStatus> = {}): BoardStatus {
  return { health, pendingChanges: 0, isAlone: false, viewOnly: false, isGuest: false, ...some };
}

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
  ])('is %j', (text, given) => {
    expect(statusText(given)).toBe(text);
  });

  it('is never “Saved” while changes are pending', () => {
    for (const health of [settling, waiting, electing]) {
      for (const isAlone of [true, false]) {
        expect(statusText(status(health, { pendingChanges: 2, isAlone }))).not.toBe('Saved');
      }
    }
  });

  it('states the received part of a snapshot', () => {
    const joining = { state: 'joining', settled: 0, of: 90_000 } as const;
    const transfer = { receivedBytes: 1_234_567, totalBytes: 4_000_000 };
    expect(statusText(status({ ...joining, transfer }))).toBe('Catching up: 1.2 of 4 MB are here.');
    const small = { receivedBytes: 0, totalBytes: 45_600 };
    expect(statusText(status({ ...joining, transfer: small }))).toBe('Catching up: 0 of 45.6 kB are here.');
    expect(statusAnnouncement(status({ ...joining, of: undefined, transfer }))).toBe(
      statusAnnouncement(status({ ...joining, of: undefined, transfer: small })),
    );
  });

  it('is not announced again for each change or slot', () => {
    expect(statusAnnouncement(status(settling, { pendingChanges: 2 }))).toBe(
      statusAnnouncement(status({ ...settling, settleMs: 12 })),
    );
    expect(statusAnnouncement(status({ state: 'joining', settled: 1, of: 900 }))).toBe(
      statusAnnouncement(status({ state: 'joining', settled: 2, of: 901 })),
    );
  });

  it('has its details in People: votes, and the time of a change', () => {
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

  it('says so if the only voting device is not connected', () => {
    const one = { state: 'waiting', voters: 1, reachable: 0, missing: missing.slice(0, 1) } as const;
    expect(agreementText(one)).toBe(
      'The one voting device is not connected. Changes settle once it is: studio-laptop.',
    );
  });

  it('says what two devices can and cannot have, on both of them, and on no other board', () => {
    const [me, other] = [
      { ...person('me'), isMe: true, votes: false },
      { ...person('studio-laptop'), votes: false },
    ];
    const holds = <P extends object>(one: P) => ({ ...one, votes: true });
    expect(pairText([holds(me), other])).toContain('this one does now');
    expect(pairText([me, holds(other)])).toContain('the device of studio-laptop does now');
    const guest = { ...person('visitor'), votes: false, guest: true } as const;
    expect(pairText([me, holds(other), guest])).toContain('studio-laptop');
    expect(pairText([holds(me)])).toBeUndefined();
    expect(pairText([holds(me), holds(other)])).toBeUndefined();
    expect(pairText([holds(me), other, person('third')])).toBeUndefined();
  });

  it('names the devices on which the board has to be opened, only while one of them is missing', () => {
    expect(remedyText(waiting)).toContain(
      'on the device of studio-laptop or the device of workshop-pc, in a network',
    );
    expect([remedyText(electing), remedyText(settling)]).toEqual([undefined, undefined]);
  });

  it('names one of several devices of a person by its own name', () => {
    const phone = { ...person('Ada'), device: 'Phone' };
    expect(remedyText({ ...waiting, missing: [phone, ...missing.slice(0, 1)] })).toContain(
      'open this board on “Phone” of Ada or the device of studio-laptop, in',
    );
    const mine = { ...person('me'), isMe: true, votes: true };
    expect(pairText([mine, { ...phone, votes: false }])).toContain('changes on “Phone” of Ada wait');
  });

  it('names a computer that lends its vote as one on which Paxboard has to run', () => {
    const shed = { ...person('Shed'), lender: 'Cleo' };
    expect(remedyText({ ...waiting, missing: [...missing.slice(0, 1), shed] })).toContain(
      'open this board on the device of studio-laptop, or start Paxboard on Shed,',
    );
    expect(remedyText({ ...waiting, missing: [shed] })).toContain('now, start Paxboard on Shed,');
  });
});
