import { describe, expect, test } from 'vitest';
import { RaftCluster } from '../raft/raft-cluster.ts';
import { loadRaft } from '../raft/raft-library.ts';
import { runClosedLoop } from './closed-loop.ts';
import type { Cluster } from './cluster.ts';
import { PaxosCluster } from './paxos-cluster.ts';
import { measureStorageUse } from './transactions.ts';

function positions(cluster: Cluster): number[] {
  return Array.from({ length: cluster.size }, (_, position) => position);
}

function expectAgreement(cluster: Cluster, window: number): void {
  const commands = window === 1 ? 200 : 3_000;
  runClosedLoop(cluster, { commands, window, submitters: positions(cluster) });
  const machines = positions(cluster).map((position) => cluster.machine(position));
  expect(machines.map(({ applied }) => applied)).toEqual(machines.map(() => commands));
  expect(new Set(machines.map(({ digest }) => digest)).size).toBe(1);
  expect(machines.map(({ own }) => own).reduce((sum, own) => sum + own)).toBe(commands);
}

describe.each([3, 5])('%d replicas', (size) => {
  for (const messages of ['reference', 'encoded'] as const) {
    for (const window of [1, 64, 1_024]) {
      test(`apply all commands in one order, ${messages}, window ${window}`, () => {
        expectAgreement(new PaxosCluster({ size, messages, windowSlots: window }), window);
      });
    }
  }

  const raft = loadRaft();
  const why = raft.ok ? '' : `: ${raft.why} (npm run bench:engine installs it)`;
  test.skipIf(!raft.ok)(`apply all commands in one order with raft${why}`, () => {
    if (!raft.ok) return;
    for (const proposals of ['each', 'together'] as const) {
      expectAgreement(new RaftCluster(raft.library, { size, proposals }), 64);
    }
  });
});

test('a command of another replica is applied there after submit, propose and accept, and with five an announcement', () => {
  const mostDelays = (size: number, isLeaders: boolean): number => {
    const cluster = new PaxosCluster({ size, messages: 'reference' });
    const leader = cluster.leader ?? 0;
    const submitters = [isLeaders ? leader : (leader + 1) % size];
    return runClosedLoop(cluster, { commands: 50, window: 1, submitters }).most;
  };
  expect(mostDelays(5, false)).toBe(4);
  // In a cluster of three, the submitter has a majority with its own accept and that of the leader, which the proposal
  // includes.
  expect(mostDelays(3, false)).toBe(2);
  expect([mostDelays(3, true), mostDelays(5, true)]).toEqual([2, 2]);
});

test('each replica stores a command of the leader in one strict transaction, and one of a follower in its outbox besides', () => {
  const strict = (submitter: 'leader' | 'follower') => measureStorageUse(3, 1, submitter).strict;
  expect(strict('leader')).toBeLessThan(3.1);
  expect(strict('follower')).toBeLessThan(4.1);
});

test('snapshots are taken and the log is compacted while commands are decided', () => {
  const cluster = new PaxosCluster({ size: 3, messages: 'reference', windowSlots: 1 });
  runClosedLoop(cluster, { commands: 5_500, window: 1, submitters: [cluster.leader ?? 0] });
  expect(cluster.compactedThrough(0)).toBeGreaterThan(0);
});

test('another replica leads after the leader is lost', () => {
  const cluster = new PaxosCluster({ size: 3, messages: 'reference' });
  const lost = cluster.leader ?? 0;
  cluster.lose(lost, true);
  expect(cluster.leader).toBeUndefined();
  let ticks = 0;
  for (; cluster.leader === undefined && ticks < 1_000; ticks += 1) {
    cluster.tick();
    while (!cluster.isAtRest) cluster.delay();
  }
  expect(cluster.leader).not.toBe(lost);
  expect(ticks).toBeLessThan(100);
});
