/** The status of a board, as sentences. */

import { deviceTitle } from '#app/session/view/people/people.ts';
import type { Health, Person } from '#app/session/view/view.ts';
import { catalog } from '#shared/texts/catalog.ts';
import { eitherOf, formatBytesOf, formatMilliseconds } from '../../../ui/format.ts';
import { board, stopped } from '../../texts.ts';

const status = catalog('board.status', {
  upToDate: 'Up to date',
  saved: 'Saved',
  saving: 'Saving…',
  viewerOffline: 'Offline: others may have changed this board',
  viewerWaiting: 'Waiting for {names}',
  offline:
    '{changes, plural, =0 {Offline: you can go on} one {Offline: you can go on; # change waits here} other {Offline: you can go on; # changes wait here}}',
  guestOffline:
    '{changes, plural, =0 {Offline: you can go on} one {Offline: keep this tab open; # change waits here} other {Offline: keep this tab open; # changes wait here}}',
  nothingWaiting: 'Waiting for {names}; you can go on',
  waiting: 'Saved on this device; waiting for {names}',
  guestWaiting: 'Keep this tab open; waiting for {names}',
  stopped: '{title}.',
  joining: 'Joining: looking for the others on this board…',
  catchingUp: 'Catching up with the others.',
  received: 'Catching up: {settled, number} of {all, number} changes are here.',
  receivedBytes: 'Catching up: {amount} are here.',
});

const agreement = catalog('board.agreement', {
  connected:
    '{voters, plural, =1 {The one voting device is connected.} other {{reachable, number} of # voting devices connected.}}',
  settling: '{connected} Changes settle in {time}.',
  electing: '{connected} They are choosing a leader.',
  waiting: '{connected} Changes settle once one more is: {names}.',
  waitingForOne: 'The one voting device is not connected. Changes settle once it is: {names}.',
  pair: {
    mine: 'Of two devices, one settles changes: this one does now. While it is away, changes on {device} wait. The device that closes the board last settles changes next. With one computer that stays on and lends its vote, either can go on while the other is away.',
    theirs:
      'Of two devices, one settles changes: {device} does now. While it is away, changes on this device wait. The device that closes the board last settles changes next. With one computer that stays on and lends its vote, either can go on while the other is away.',
  },
  remedy: {
    people: 'To settle them now, open this board on {devices}, in a network that reaches this one.',
    computers: 'To settle them now, start Paxboard on {computers}, in a network that reaches this one.',
    both: 'To settle them now, open this board on {devices}, or start Paxboard on {computers}, in a network that reaches this one.',
  },
});

const devices = catalog('board.devices', {
  only: 'the device of {name}',
  named: '“{device}” of {name}',
});

/** A device in a sentence: `the device of Ada`, or one of several: `“Phone” of Ada`. */
export function deviceInSentence({ name, device }: Pick<Person, 'name' | 'device'>): string {
  return device === undefined ? devices.only({ name }) : devices.named({ name, device });
}

/** The facts that the status of a board depends on. */
export interface BoardStatus {
  readonly health: Health;
  /** This device's changes that are not settled yet. */
  readonly pendingChanges: number;
  /** No other device is connected. */
  readonly isAlone: boolean;
  readonly viewOnly: boolean;
  /** Pending changes are lost when this page ends. */
  readonly isGuest: boolean;
}

/** The status of the board, for the header: whether the person's work is saved, and which device it waits for. */
export function statusText(current: BoardStatus): string {
  const { health } = current;
  switch (health.state) {
    case 'opening':
      return board.opening;
    case 'joining':
      return health.transfer === undefined
        ? joiningText(health.settled, health.of)
        : transferText(health.transfer.receivedBytes, health.transfer.totalBytes);
    case 'settling':
      return savedText(current);
    case 'waiting':
      return health.missing.length === 0 ? savedText(current) : waitingText(current, health.missing);
    case 'stopped':
      return status.stopped({ title: stopped[health.reason].title });
  }
}

function savedText({ pendingChanges, viewOnly }: BoardStatus): string {
  if (viewOnly) return status.upToDate;
  return pendingChanges === 0 ? status.saved : status.saving;
}

function waitingText(current: BoardStatus, missing: readonly Pick<Person, 'name'>[]): string {
  const { pendingChanges: changes, isAlone, viewOnly, isGuest } = current;
  const names = eitherOf(missing.map((person) => person.name));
  if (viewOnly) return isAlone ? status.viewerOffline : status.viewerWaiting({ names });
  if (isAlone) return isGuest ? status.guestOffline({ changes }) : status.offline({ changes });
  if (changes === 0) return status.nothingWaiting({ names });
  return isGuest ? status.guestWaiting({ names }) : status.waiting({ names });
}

/** As {@link statusText}, without the parts that change all the time: screen readers announce each change. */
export function statusAnnouncement(current: BoardStatus): string {
  const { health } = current;
  if (health.state !== 'joining') return statusText({ ...current, pendingChanges: 0 });
  return health.of === undefined && health.transfer === undefined ? status.joining : status.catchingUp;
}

/** The details of the status, for People: the votes that a change needs, and the time that it takes. */
export function agreementText(health: Health): string | undefined {
  if (health.state !== 'settling' && health.state !== 'waiting') return undefined;
  const { voters, reachable } = health;
  const connected = agreement.connected({ voters, reachable });
  if (health.state === 'settling') {
    const { settleMs } = health;
    return settleMs === undefined
      ? connected
      : agreement.settling({ connected, time: formatMilliseconds(settleMs) });
  }
  if (health.missing.length === 0) return agreement.electing({ connected });
  const names = eitherOf(health.missing.map(deviceTitle));
  return voters === 1 ? agreement.waitingForOne({ names }) : agreement.waiting({ connected, names });
}

/** The limits of a board on two devices, of which only one votes; undefined for any other board. */
export function pairText(people: readonly Person[]): string | undefined {
  const members = people.filter(({ access, guest }) => access === 'edit' && guest !== true);
  const voters = people.filter(({ votes }) => votes);
  const me = members.find(({ isMe }) => isMe);
  const other = members.find(({ isMe }) => !isMe);
  if (members.length !== 2 || voters.length !== 1 || me === undefined || other === undefined)
    return undefined;
  return (me.votes ? agreement.pair.mine : agreement.pair.theirs)({
    device: deviceInSentence(other),
  });
}

/** What a person can do so that changes settle; undefined if nothing is to be done. */
export function remedyText(health: Health): string | undefined {
  if (health.state !== 'waiting' || health.missing.length === 0) return undefined;
  // The board itself is never open on a computer that only lends its vote.
  const lent = health.missing.filter(({ lender }) => lender !== undefined);
  const people = health.missing.filter(({ lender }) => lender === undefined);
  const devices = eitherOf(people.map(deviceInSentence));
  const computers = eitherOf(lent.map(({ name }) => name));
  if (lent.length === 0) return agreement.remedy.people({ devices });
  return people.length === 0
    ? agreement.remedy.computers({ computers })
    : agreement.remedy.both({ devices, computers });
}

function joiningText(settled: number, all: number | undefined): string {
  return all === undefined ? status.joining : status.received({ settled, all });
}

function transferText(receivedBytes: number, totalBytes: number): string {
  return status.receivedBytes({ amount: formatBytesOf(receivedBytes, totalBytes) });
}
