/** Commands that a cluster decides and applies per second. The contenders alternate, so that other load affects all of them. */

import { type Latencies, runClosedLoop } from './closed-loop.ts';
import type { Contender } from './contender.ts';

export interface Setting {
  readonly size: number;
  /** Commands in flight at once; for the engine also the slots that its leader may have in flight. */
  readonly window: number;
  readonly submitters: 'leader' | 'everyone';
}

export interface Sample {
  /** Commands per second of the wall clock; all replicas share the process. */
  readonly perSecond: number;
  /** Commands per second of processor time of the process: the rate on one idle core. */
  readonly perCoreSecond: number;
  readonly latencies: Latencies;
}

/** The intended length of a sample, and the least number of commands in it. */
const sampleMilliseconds = 250;
const minCommands = 500;

/** The least duration of the warm-up, in which the code is compiled, milliseconds. */
const warmUpMilliseconds = 600;

/** `rounds` samples for each of `contenders`, in their order. */
export function measureThroughput(
  contenders: readonly Contender[],
  setting: Setting,
  rounds: number,
): readonly (readonly Sample[])[] {
  const commands = contenders.map((contender) => warmUp(contender, setting));
  const samples: Sample[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      // Each contender is first equally often.
      const next = (round + turn) % contenders.length;
      const contender = contenders[next];
      if (contender === undefined) continue;
      samples[next]?.push(takeSample(contender, setting, commands[next] ?? minCommands));
    }
  }
  return samples;
}

/** @returns the number of commands in a sample. */
function warmUp(contender: Contender, setting: Setting): number {
  const until = performance.now() + warmUpMilliseconds;
  let commands = Math.max(minCommands, setting.window);
  for (;;) {
    const { perSecond } = takeSample(contender, setting, commands);
    commands = Math.max(minCommands, setting.window, Math.round((perSecond * sampleMilliseconds) / 1_000));
    if (performance.now() >= until) return commands;
  }
}

function takeSample(contender: Contender, { size, window, submitters }: Setting, commands: number): Sample {
  const cluster = contender.start(size, window);
  const everyone = Array.from({ length: size }, (_, position) => position);
  const load = { commands, window, submitters: submitters === 'everyone' ? everyone : [cluster.leader ?? 0] };
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  const latencies = runClosedLoop(cluster, load);
  const milliseconds = performance.now() - before;
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    perSecond: (commands * 1_000) / milliseconds,
    perCoreSecond: (commands * 1_000_000) / (user + system),
    latencies,
  };
}
