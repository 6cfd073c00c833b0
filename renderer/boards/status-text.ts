/** The status of a board, as sentences. */

import type { Health, Person } from '#app/session/view/view.ts';
import { eitherOf, formatBytesOf, formatCount, formatMilliseconds } from '../ui/format.ts';
import { board, stopped } from './texts.ts';

/** What the status of a board depends on. */
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

/** The status of the board, for the header: whether the person's work is saved, and what it waits for. */
export function statusText(status: BoardStatus): string {
  const { health } = status;
  switch (health.state) {
    case 'opening':
      return board.opening;
    case 'joining':
      return health.transfer === undefined
        ? joiningText(health.settled, health.of)
        : transferText(health.transfer.receivedBytes, health.transfer.totalBytes);
    case 'settling':
      return savedText(status);
    case 'waiting':
      return health.missing.length === 0 ? savedText(status) : waitingText(status, health.missing);
    case 'stopped':
      return `${stopped[health.reason].title}.`;
  }
}

function savedText({ pendingChanges, viewOnly }: BoardStatus): string {
  if (viewOnly) return 'Up to date';
  return pendingChanges === 0 ? 'Saved' : 'Saving…';
}

function waitingText(
  { pendingChanges, isAlone, viewOnly, isGuest }: BoardStatus,
  missing: readonly Person[],
): string {
  const names = eitherOf(missing.map((person) => person.name));
  if (viewOnly) return isAlone ? 'Offline: others may have changed this board' : `Waiting for ${names}`;
  if (isAlone) {
    const changes = pendingChanges === 1 ? '1 change waits' : `${formatCount(pendingChanges)} changes wait`;
    if (pendingChanges === 0) return 'Offline: you can go on';
    return isGuest
      ? `Offline: keep this tab open; ${changes} here`
      : `Offline: you can go on; ${changes} here`;
  }
  if (pendingChanges === 0) return `Waiting for ${names}; you can go on`;
  return isGuest ? `Keep this tab open; waiting for ${names}` : `Saved on this device; waiting for ${names}`;
}

/** As {@link statusText}, without what changes all the time: screen readers announce each change. */
export function statusAnnouncement(status: BoardStatus): string {
  const { health } = status;
  const quiet = { ...status, pendingChanges: 0 };
  if (health.state !== 'joining') return statusText(quiet);
  return health.of === undefined && health.transfer === undefined
    ? joiningText(0, undefined)
    : 'Catching up with the others.';
}

/** The details behind the status, for People: who is needed to settle a change, and how long that takes. */
export function agreementText(health: Health): string | undefined {
  if (health.state === 'settling') return settlingText(health.voters, health.reachable, health.settleMs);
  if (health.state !== 'waiting') return undefined;
  const { voters, reachable, missing } = health;
  const connected = `${reachable} of ${voters} voting devices connected.`;
  return missing.length === 0
    ? `${connected} They are choosing a leader.`
    : `${connected} Changes settle once one more is: ${eitherOf(missing.map((person) => person.name))}.`;
}

function joiningText(settled: number, of: number | undefined): string {
  if (of === undefined) return 'Joining: looking for the others on this board…';
  return `Catching up: ${formatCount(settled)} of ${formatCount(of)} changes are here.`;
}

function transferText(receivedBytes: number, totalBytes: number): string {
  return `Catching up: ${formatBytesOf(receivedBytes, totalBytes)} are here.`;
}

function settlingText(voters: number, reachable: number, settleMs: number | undefined): string {
  const connected =
    voters === 1
      ? 'The one voting device is connected.'
      : `${reachable} of ${voters} voting devices connected.`;
  return settleMs === undefined
    ? connected
    : `${connected} Changes settle in ${formatMilliseconds(settleMs)}.`;
}
