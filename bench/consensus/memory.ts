/** The memory of all replicas of a cluster in one process, while they decide many commands, with snapshots and compaction. */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { runClosedLoop } from './closed-loop.ts';
import type { Cluster } from './cluster.ts';

export interface MemoryUse {
  /** Bytes in use before the first command. */
  readonly beforeBytes: number;
  /** For each step: commands decided by its end, and the maximum of bytes in use during it, less `beforeBytes`. */
  readonly after: readonly { readonly commands: number; readonly bytes: number }[];
}

/** The log grows from one snapshot to the next: a single sample per step would show a random point of that growth. */
const samplesPerStep = 8;

/** @param steps parts of the run; growth of memory is visible in the later ones. */
export function measureMemory(cluster: Cluster, window: number, commands: number, steps: number): MemoryUse {
  const beforeBytes = bytesInUse();
  const after: { commands: number; bytes: number }[] = [];
  const submitters = [cluster.leader ?? 0];
  for (let step = 1; step <= steps; step += 1) {
    let bytes = 0;
    for (let sample = 0; sample < samplesPerStep; sample += 1) {
      runClosedLoop(cluster, { commands: Math.round(commands / steps / samplesPerStep), window, submitters });
      bytes = Math.max(bytes, bytesInUse() - beforeBytes);
    }
    after.push({ commands: cluster.machine(0).applied, bytes });
  }
  return { beforeBytes, after };
}

/** After a garbage collection. */
function bytesInUse(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  // Only the second collection frees array buffers.
  collect();
  collect();
}
