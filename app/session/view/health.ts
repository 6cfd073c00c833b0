/** Whether changes settle, in the one sentence's worth of data that a window shows all the time. */

import type { Halt } from '#app/replica/listener.ts';
import type { Status } from '#shared/paxos/effects.ts';
import type { Health, Parting, Person, Stop, Witness } from './view.ts';

export interface HealthSources {
  /** Absent until this device's storage has been read. */
  readonly status: Status | undefined;
  readonly people: readonly Person[];
  readonly witnesses: readonly Witness[];
  readonly settleMs: number | undefined;
  readonly stopped: Halt | undefined;
}

/** A member that knows this many slots less than a peer is still joining; fewer is the usual lag of a learner. */
export const catchingUpSlots = 256;

export function health(sources: HealthSources): Health {
  const { status, stopped } = sources;
  if (stopped !== undefined) {
    return { state: 'stopped', ...stopOf(stopped, status) };
  }
  if (status === undefined) return { state: 'opening' };
  if (status.halted !== undefined) {
    return { state: 'stopped', ...stopOf({ reason: status.halted.reason, why: status.halted.why }, status) };
  }
  const ahead = furthest(status);
  const { configuration, decidedThrough, transfer } = status;
  const isBehind = transfer !== undefined || (ahead ?? 0) >= decidedThrough + catchingUpSlots;
  if (configuration === undefined || isBehind) {
    const progress = transfer === undefined ? {} : { transfer };
    return { state: 'joining', settled: decidedThrough, of: ahead, ...progress };
  }
  const voters = [...sources.people, ...sources.witnesses].filter(({ votes }) => votes);
  const reachable = voters.filter((person) => person.connected).length;
  if (status.quorumReached && status.leader.round > 0) {
    const settled = sources.settleMs === undefined ? {} : { settleMs: sources.settleMs };
    return { state: 'settling', voters: voters.length, reachable, ...settled };
  }
  const missing = voters.filter((person) => !person.connected);
  return { state: 'waiting', voters: voters.length, reachable, missing };
}

function stopOf(halt: Halt, status: Status | undefined): Stop {
  if (halt.reason === 'removed')
    return halt.bySelf === true ? { reason: 'left' } : { reason: 'removed', by: halt.by };
  if (halt.reason !== 'superseded') return halt;
  const parting = partingOf(status);
  return parting === undefined ? { reason: 'superseded' } : { reason: 'superseded', parting };
}

function furthest(status: Status): number | undefined {
  if (status.peers.length === 0) return undefined;
  return Math.max(status.decidedThrough, ...status.peers.map((peer) => peer.decidedThrough));
}

/** The settled changes of this board and of the one that goes on; undefined if they are unknown. */
function partingOf(status: Status | undefined): Parting | undefined {
  const { sharedThrough: shared, decidedThrough: there } = status?.halted?.successor ?? {};
  if (status === undefined || shared === undefined || there === undefined) return undefined;
  return { shared, here: status.decidedThrough - shared, there: Math.max(0, there - shared) };
}
