/**
 * How many commands a cluster decides and applies in a second. The contenders take turns, round by round, so that
 * whatever else the machine does strikes all of them.
 */

import { type Latencies, runClosedLoop } from './closed-loop.ts';
import type { Contender } from './contender.ts';

export interface Setting {
  readonly size: number;
  /** Commands under way at once; for the engine also the slots that its leader may have in flight. */
  readonly window: number;
  readonly submitters: 'leader' | 'everyone';
}

export interface Sample {
  /** Commands in a second of the wall clock, all replicas' work included. */
  readonly perSecond: number;
  /** Commands in a second of processor time: what one core would do that had nothing else to do. */
  readonly perCoreSecond: number;
  readonly latencies: Latencies;
}

/** Milliseconds that one sample should take, and the fewest commands in one. */
const sampleMilliseconds = 250;
const minCommands = 500;

/** Commands before measuring begins, so that the code is compiled: at least this many, and milliseconds. */
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
      // Each goes first as often as the others.
      const next = (round + turn) % contenders.length;
      const contender = contenders[next];
      if (contender === undefined) continue;
      samples[next]?.push(takeSample(contender, setting, commands[next] ?? minCommands));
    }
  }
  return samples;
}

/** @returns how many commands make a sample. */
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
