/**
 * Transactions of the storage per command, with the outbox, over a storage whose transactions take one message delay
 * each.
 */

import { runClosedLoop } from './closed-loop.ts';
import { PaxosCluster } from './paxos-cluster.ts';

export interface StorageUse {
  /** Transactions of all replicas per command. */
  readonly strict: number;
  readonly relaxed: number;
  /** Message delays from the submission of a command until its submitter has applied it, median. */
  readonly delays: number;
}

const commands = 3_000;
const warmUpCommands = 200;

/** @param submitter `leader`, or a follower. @param window commands in flight at once. */
export function measureStorageUse(
  size: number,
  window: number,
  submitter: 'leader' | 'follower',
): StorageUse {
  const cluster = new PaxosCluster({ size, messages: 'reference', storage: 'slow' });
  const position = ((cluster.leader ?? 0) + (submitter === 'leader' ? 0 : 1)) % size;
  const submitters = [position];
  runClosedLoop(cluster, { commands: warmUpCommands, window, submitters });
  const before = cluster.transactions;
  const { median } = runClosedLoop(cluster, { commands, window, submitters });
  const { strict, relaxed } = cluster.transactions;
  return {
    strict: (strict - before.strict) / commands,
    relaxed: (relaxed - before.relaxed) / commands,
    delays: median,
  };
}
