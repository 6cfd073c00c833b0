/**
 * `npm run bench:engine`: throughput, latency, elections and memory of the engine, interleaved with a Raft on the same
 * machine; its transactions per command, and its transfers over slow links.
 *
 * Both keep their own guarantees. So the engine computes a digest (SHA-256) of each group of commands, which its device
 * signs, and Raft has nothing like it. With one command in flight each command is a group: without the digest the
 * engine's rate, relative to batched Raft, was 0.81 instead of 0.69 with three replicas, and 0.93 instead of 0.79 with
 * five. Snapshots at Raft's shorter interval changed nothing beyond the noise.
 *
 * Options: `--rounds N` samples of each contender in each setting; `--quick` for a short run; `--without-raft`;
 * `--json FILE` also writes the results to a file.
 */

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { byReference, encoded, raftContenders } from './consensus/contender.ts';
import { parseCount } from './options/count.ts';
import { loadRaft } from './raft/raft-library.ts';
import { installRaftOnDemand } from './raft/raft-on-demand.ts';
import { reportElections, reportLatencies, reportMemory, reportThroughput, say } from './report/report.ts';
import { reportStorageUse, reportTransfers } from './report/storage-and-links.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    'without-raft': { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

const rounds = parseCount('--rounds', values.rounds ?? (values.quick ? '3' : '7'));

if (!values['without-raft']) installRaftOnDemand(say);
const raft = values['without-raft'] ? { ok: false as const, why: '--without-raft' } : loadRaft();
if (!raft.ok) say(`The comparison with Raft is skipped: ${raft.why}.`);
const rivals = raft.ok ? raftContenders(raft.library) : [];
const contenders = [byReference, encoded, ...rivals];

const { version, platform, arch } = process;
say(
  `Node ${version} on ${platform} ${arch}; commands of 64 bytes; all replicas in one process; storage that confirms`,
);
say('at once; snapshots at the default intervals of each.');
if (raft.ok) {
  say(
    `raft: @coaty/consensus.raft ${raft.version} (a port of etcd's), its core driven directly and by reference, with`,
  );
  say(
    'its default settings, except the bound on the entries applied at once. One proposal per command, as in its',
  );
  say(
    'own driver; "batched": one proposal for all commands of a message delay, which the engine batches, too.',
  );
  say(
    'The engine also computes the digest of each group of commands that its device signs; Raft signs nothing.',
  );
}

const throughput = reportThroughput(contenders, rounds);
const latencies = reportLatencies([byReference, ...rivals.slice(0, 1)]);
const elections = reportElections(raft.ok ? raft.library : undefined, values.quick ? 20 : 100);
const storage = reportStorageUse();
const transfers = reportTransfers();
const memory = reportMemory(values.quick ? 200_000 : 1_000_000);

if (values.json !== undefined) {
  const measured = {
    node: process.version,
    rounds,
    throughput,
    latencies,
    elections,
    storage,
    transfers,
    memory,
  };
  writeFileSync(values.json, `${JSON.stringify(measured, undefined, 2)}\n`);
}
