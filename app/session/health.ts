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
    return { state: 'stopped', reason: stopped.reason, why: stopText(stopped.reason, stopped.detail) };
  }
  if (status === undefined) return { state: 'opening' };
  if (status.halted !== undefined) {
    const { reason, why } = status.halted;
    return { state: 'stopped', reason, why: stopText(reason, why) };
  }
  const ahead = furthest(status);
  if (status.configuration === undefined || (ahead ?? 0) >= status.decidedThrough + catchingUpSlots) {
    return { state: 'joining', settled: status.decidedThrough, of: ahead };
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
function stopText(reason: StopReason, detail: string): string {
  switch (reason) {
    case 'elsewhere':
    case 'storage':
      return detail;
    case 'superseded':
      return (
        'The other devices went on without this one after a recovery. What this device holds is kept as it is. ' +
        'To take part again, forget the board on this device and join it anew with an invite.'
      );
    case 'invariant':
      return (
        `Paxboard found something that must never happen (${detail}) and stopped this device before it could ` +
        'do harm. Everything that was settled is safe on the other devices. ' +
        'Please report this, then open the board again.'
      );
  }
}
