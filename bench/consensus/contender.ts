/** A contender in a comparison. */

import { RaftCluster } from '../raft/raft-cluster.ts';
import type { RaftLibrary } from '../raft/raft-library.ts';
import type { Cluster } from './cluster.ts';
import { PaxosCluster } from './paxos-cluster.ts';

export interface Contender {
  readonly name: string;
  /** @returns a new cluster with a leader. @param window commands that will be in flight at once. */
  start(size: number, window: number): Cluster;
}

export const byReference: Contender = {
  name: 'engine, by reference',
  start: (size, window) => new PaxosCluster({ size, messages: 'reference', windowSlots: window }),
};

export const encoded: Contender = {
  name: 'engine, encoded',
  start: (size, window) => new PaxosCluster({ size, messages: 'encoded', windowSlots: window }),
};

/** Both pass messages by reference. */
export function raftContenders(library: RaftLibrary): readonly Contender[] {
  return [
    { name: 'raft', start: (size) => new RaftCluster(library, { size, proposals: 'each' }) },
    { name: 'raft, batched', start: (size) => new RaftCluster(library, { size, proposals: 'together' }) },
  ];
}
