/** Whether changes settle, in the one sentence's worth of data that a window shows all the time. */

import type { Status } from '#shared/paxos/effects.ts';
import type { Health, Person, StopReason } from './view.ts';

export interface HealthSources {
  /** Absent until this device's storage has been read. */
  readonly status: Status | undefined;
  readonly people: readonly Person[];
  readonly settleMs: number | undefined;
  readonly stopped: { readonly reason: StopReason; readonly detail: string } | undefined;
}

/** A member that knows this many slots less than a peer is still joining; fewer is the usual lag of a learner. */
export const catchingUpSlots = 256;

export function health(sources: HealthSources): Health {
  const { status, stopped } = sources;
  if (stopped !== undefined) {
    const { reason, detail } = stopped;
    return { state: 'stopped', reason, why: stopText(reason, detail, status) };
  }
  if (status === undefined) return { state: 'opening' };
  if (status.halted !== undefined) {
    const { reason, why } = status.halted;
    return { state: 'stopped', reason, why: stopText(reason, why, status) };
  }
  const ahead = furthest(status);
  const { configuration, decidedThrough, transfer } = status;
  const isBehind = transfer !== undefined || (ahead ?? 0) >= decidedThrough + catchingUpSlots;
  if (configuration === undefined || isBehind) {
    const progress = transfer === undefined ? {} : { transfer };
    return { state: 'joining', settled: decidedThrough, of: ahead, ...progress };
  }
  const voters = sources.people.filter((person) => person.votes);
  const reachable = voters.filter((person) => person.connected).length;
  if (status.quorumReached && status.leader.round > 0) {
    const settled = sources.settleMs === undefined ? {} : { settleMs: sources.settleMs };
    return { state: 'settling', voters: voters.length, reachable, ...settled };
  }
  const missing = voters.filter((person) => !person.connected);
  return { state: 'waiting', voters: voters.length, reachable, missing };
}

function furthest(status: Status): number | undefined {
  if (status.peers.length === 0) return undefined;
  return Math.max(status.decidedThrough, ...status.peers.map((peer) => peer.decidedThrough));
}

/** What happened, what is safe, what to do. `detail` is a sentence of the store for its own failures, else technical. */
function stopText(reason: StopReason, detail: string, status: Status | undefined): string {
  switch (reason) {
    case 'elsewhere':
    case 'gone':
    case 'storage':
      return detail;
    case 'removed':
      return (
        `${detail === '' ? 'Someone' : detail} removed this device from the board, so it takes no part any more and ` +
        'hears nothing new. What it holds is kept as it is until you forget the board here; changes that were still ' +
        'pending are not on the board. If that was a mistake, ask for an invite, forget the board here, and join it again.'
      );
    case 'superseded':
      return (
        'Too many devices were missing, so someone decided that the board goes on from another device alone. ' +
        partingText(status) +
        'What only this device has, such as changes that were still pending, is kept here and is not on the board. ' +
        'To take part again, join as a new device: what is here is saved to a file first.'
      );
    case 'diverged':
      return (
        `The board on this device differs from that of most others (${detail}), which must never happen. ` +
        'This device stopped before it could do harm. Everything that was settled is safe on the other devices. ' +
        'Please report this, then open the board again. If it stops again, join as a new device.'
      );
    case 'rolledBack':
      return (
        'This device’s storage has lost something that it had confirmed; perhaps the system was restored from a backup. ' +
        'Another device noticed, and this one stopped before it could do harm. What it holds is kept as it is. ' +
        'Everything that was settled is safe on the other devices. ' +
        'To take part again, join as a new device: what is here is saved to a file first.'
      );
    case 'invariant':
      return (
        `Paxboard found something that must never happen (${detail}) and stopped this device before it could ` +
        'do harm. Everything that was settled is safe on the other devices. ' +
        'Please report this, then open the board again.'
      );
  }
}

/** What this device's board and the one that goes on have in common, and what each has since; nothing if it is not known. */
function partingText(status: Status | undefined): string {
  const { sharedThrough, decidedThrough: there } = status?.halted?.successor ?? {};
  if (status === undefined || sharedThrough === undefined || there === undefined) return '';
  const here = status.decidedThrough - sharedThrough;
  const since = Math.max(0, there - sharedThrough);
  const shared = `Both boards share the first ${changes(sharedThrough)}. `;
  if (here === 0) return `${shared}This device has nothing settled that the other board lacks. `;
  return `${shared}Since then, ${changes(here)} settled here, and ${changes(since)} there. `;
}

function changes(count: number): string {
  return count === 1 ? '1 change' : `${count.toLocaleString('en')} changes`;
}
