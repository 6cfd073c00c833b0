/** Runs the measurements of the engine and prints a table for each. */

import type { Cluster } from '../consensus/cluster.ts';
import type { Contender } from '../consensus/contender.ts';
import { measureElection } from '../consensus/election.ts';
import { measureLatency } from '../consensus/latency.ts';
import { type MemoryUse, measureMemory } from '../consensus/memory.ts';
import { PaxosCluster } from '../consensus/paxos-cluster.ts';
import { measureThroughput, type Setting } from '../consensus/throughput.ts';
import { RaftCluster } from '../raft/raft-cluster.ts';
import type { RaftLibrary } from '../raft/raft-library.ts';
import { ratioOf, type Spread, spreadOf } from './statistics.ts';
import { formatCount, formatRatio, formatTable } from './table.ts';

const sizes = [3, 5];
const windows = [1, 64, 1_024];
const submitters = ['leader', 'everyone'] as const;

const memorySteps = 10;

const mebibyte = 1024 * 1024;

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

export interface ThroughputRow extends Setting {
  readonly contender: string;
  readonly perSecond: Spread;
  readonly perCoreSecond: Spread;
  readonly medianDelays: number;
  readonly mostDelays: number;
  /** Commands per second of processor time of the first contender, the engine by reference, divided by those of this one. */
  readonly firstIsTimesAsFast: Spread;
}

export function reportThroughput(contenders: readonly Contender[], rounds: number): readonly ThroughputRow[] {
  const measured: ThroughputRow[] = [];
  for (const from of submitters) {
    const origin = from === 'leader' ? 'the leader' : 'each replica in turn';
    say(`\nThroughput, commands submitted by ${origin}: medians of ${rounds} interleaved rounds`);
    const rows: string[][] = [];
    for (const size of sizes) {
      for (const window of windows) {
        const setting = { size, window, submitters: from };
        const [first, ...others] = throughputRows(contenders, setting, rounds);
        if (first === undefined) continue;
        measured.push(first, ...others);
        rows.push(...[first, ...others].map((row) => throughputCells(row, row === first)));
      }
    }
    const head = ['', 'replicas', 'window', 'per second', 'per core second', 'delays (most)'];
    say(formatTable([...head, 'speed of the engine by reference, as a multiple'], rows));
  }
  return measured;
}

function throughputRows(contenders: readonly Contender[], setting: Setting, rounds: number): ThroughputRow[] {
  const samples = measureThroughput(contenders, setting, rounds);
  const first = samples[0]?.map(({ perCoreSecond }) => perCoreSecond) ?? [];
  return contenders.map(({ name }, position) => {
    const own = samples[position] ?? [];
    const perCoreSecond = own.map((sample) => sample.perCoreSecond);
    return {
      ...setting,
      contender: name,
      perSecond: spreadOf(own.map((sample) => sample.perSecond)),
      perCoreSecond: spreadOf(perCoreSecond),
      medianDelays: spreadOf(own.map(({ latencies }) => latencies.median)).median,
      mostDelays: spreadOf(own.map(({ latencies }) => latencies.most)).most,
      firstIsTimesAsFast: ratioOf(first, perCoreSecond),
    };
  });
}

function throughputCells(row: ThroughputRow, isFirst: boolean): string[] {
  const { median, least, most } = row.firstIsTimesAsFast;
  return [
    row.contender,
    String(row.size),
    formatCount(row.window),
    formatCount(row.perSecond.median),
    formatCount(row.perCoreSecond.median),
    `${row.medianDelays} (${row.mostDelays})`,
    isFirst ? '' : `${formatRatio(median)} (${formatRatio(least)} to ${formatRatio(most)})`,
  ];
}

export interface LatencyRow {
  readonly contender: string;
  readonly size: number;
  readonly leader: number;
  readonly other: number;
}

export function reportLatencies(contenders: readonly Contender[]): readonly LatencyRow[] {
  say('\nLatency: the most message delays from the submission of a command until its submitter applies it');
  const measured = sizes.flatMap((size) =>
    contenders.map((contender) => ({ contender: contender.name, size, ...measureLatency(contender, size) })),
  );
  const rows = measured.map((row) => [row.contender, row.size, row.leader, row.other].map(String));
  say(formatTable(['', 'replicas', 'by the leader', 'by a follower'], rows));
  return measured;
}

export interface ElectionRow {
  readonly contender: string;
  readonly size: number;
  readonly ticks: Spread;
  readonly tickMilliseconds: number;
}

export function reportElections(raft: RaftLibrary | undefined, elections: number): readonly ElectionRow[] {
  say(`\nElection: time until another replica leads, ${elections} elections`);
  const measured: ElectionRow[] = [];
  for (const size of sizes) {
    const paxos = (seed: number): Cluster => new PaxosCluster({ size, messages: 'reference', seed });
    for (const linksClose of [true, false]) {
      const contender = linksClose
        ? 'engine, the links of the leader close'
        : 'engine, the leader falls silent';
      const ticks = measureElection(paxos, linksClose, elections);
      measured.push({ contender, size, ticks, tickMilliseconds: paxos(1).tickMilliseconds });
    }
    if (raft === undefined) continue;
    const start = (): Cluster => new RaftCluster(raft, { size, proposals: 'each' });
    const ticks = measureElection(start, false, elections);
    const { tickMilliseconds } = start();
    measured.push({ contender: 'raft, the leader falls silent', size, ticks, tickMilliseconds });
  }
  const rows = measured.map(({ contender, size, ticks, tickMilliseconds }) => [
    contender,
    String(size),
    `${ticks.median} (${ticks.least} to ${ticks.most})`,
    formatCount(ticks.median * tickMilliseconds),
    formatCount(ticks.most * tickMilliseconds),
  ]);
  say(formatTable(['', 'replicas', 'ticks', 'median ms', 'most ms'], rows));
  return measured;
}

export interface MemoryRow extends MemoryUse {
  readonly size: number;
  readonly window: number;
}

export function reportMemory(commands: number): readonly MemoryRow[] {
  say(
    `\nMemory: the most MiB in use in each tenth of ${formatCount(commands)} decided commands, all replicas together, messages encoded`,
  );
  const measured: MemoryRow[] = [];
  for (const window of [64, 1_024]) {
    const size = 3;
    const cluster = new PaxosCluster({ size, messages: 'encoded', windowSlots: window });
    measured.push({ size, window, ...measureMemory(cluster, window, commands, memorySteps) });
  }
  const head = measured[0]?.after.map((point) => `${formatCount(point.commands / 1_000)} k`) ?? [];
  const rows = measured.map(({ size, window, after }) => [
    `${size} replicas, window ${formatCount(window)}`,
    ...after.map(({ bytes }) => (bytes / mebibyte).toFixed(1)),
  ]);
  say(formatTable(['commands', ...head], rows));
  return measured;
}
