/** The built app for a benchmark: a host and instances, all on this machine. */

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Host } from '../../e2e/processes/host.ts';
import type { Instance } from '../../e2e/processes/instance.ts';
import { Instances } from '../../e2e/processes/instances.ts';

export const boardName = 'Harbour plan';

export type ThreeInstances = readonly [Instance, Instance, Instance];

/** Runs `measure` with a host. Ends all processes and removes the profiles after it, also if it throws. */
export async function withInstances(measure: (instances: Instances) => Promise<void>): Promise<void> {
  const host = new Host();
  await host.start();
  const instances = new Instances(host, await mkdtemp(join(tmpdir(), 'paxboard-bench-')));
  try {
    await measure(instances);
  } finally {
    await instances.end();
  }
}

/**
 * Runs `measure` with three instances, each in a Chromium process with a separate profile; all are voters of one board, called
 * {@link boardName}. Ends them after it, also if it throws.
 */
export function withThreeInstances(measure: (instances: ThreeInstances) => Promise<void>): Promise<void> {
  return withInstances(async (instances) => measure(await instances.three(boardName)));
}

/** The instance whose replica leads, and the first of the others. @throws Error if none leads. */
export async function leaderAndFollower(
  instances: ThreeInstances,
): Promise<{ readonly leader: Instance; readonly follower: Instance }> {
  const { leader: leaderName } = await instances[0].people();
  const leader = instances.find(({ name }) => name === leaderName);
  const follower = instances.find((instance) => instance !== leader);
  if (leader === undefined || follower === undefined) throw new Error('no leader');
  return { leader, follower };
}
