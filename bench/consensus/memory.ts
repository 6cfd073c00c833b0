/** The memory of all replicas of a cluster, in one process, after many commands, with snapshots and compaction. */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { runClosedLoop } from './closed-loop.ts';
import type { Cluster } from './cluster.ts';

export interface MemoryUse {
  /** Bytes in use before the first command. */
  readonly beforeBytes: number;
  /** For each step: commands decided by its end, and the most bytes that were in use in it, on top of `beforeBytes`. */
  readonly after: readonly { readonly commands: number; readonly bytes: number }[];
}

/** The log grows from one snapshot to the next: one look in each step would show a random point of that. */
const looksPerStep = 8;

/** @param steps in how many parts the run is divided: whether memory grows shows in the later ones. */
export function measureMemory(cluster: Cluster, window: number, commands: number, steps: number): MemoryUse {
  const beforeBytes = bytesInUse();
  const after: { commands: number; bytes: number }[] = [];
  const submitters = [cluster.leader ?? 0];
  for (let step = 1; step <= steps; step += 1) {
    let bytes = 0;
    for (let look = 0; look < looksPerStep; look += 1) {
      runClosedLoop(cluster, { commands: Math.round(commands / steps / looksPerStep), window, submitters });
      bytes = Math.max(bytes, bytesInUse() - beforeBytes);
    }
    after.push({ commands: cluster.machine(0).applied, bytes });
  }
  return { beforeBytes, after };
}

/** After everything that is out of use was collected. */
function bytesInUse(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  // Buffers are let go of by the second one only.
  collect();
  collect();
}
