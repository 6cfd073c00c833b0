/**
 * `npm run bench:engine`: what the engine can do, and what a Raft does on the same machine at the same time.
 *
 * Options: `--rounds N` samples of each contender in each setting; `--quick` for a glance; `--without-raft`;
 * `--json FILE` writes what was measured there as well.
 */

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { byReference, encoded, raftContenders } from './consensus/contender.ts';
import { loadRaft } from './raft/raft-library.ts';
import { obtainRaft } from './raft/raft-on-demand.ts';
import { reportElections, reportLatencies, reportMemory, reportThroughput, say } from './report/report.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    'without-raft': { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

const rounds = Number(values.rounds ?? (values.quick ? 3 : 7));
if (!Number.isSafeInteger(rounds) || rounds < 1) {
  process.stderr.write(`--rounds is a whole number from 1 up, not ${values.rounds}\n`);
  process.exit(2);
}

if (!values['without-raft']) obtainRaft(say);
const raft = values['without-raft'] ? { ok: false as const, why: '--without-raft' } : loadRaft();
if (!raft.ok) say(`The comparison with Raft is left out: ${raft.why}.`);
const rivals = raft.ok ? raftContenders(raft.library) : [];
const contenders = [byReference, encoded, ...rivals];

const { version, platform, arch } = process;
say(
  `Node ${version} on ${platform} ${arch}; commands of 64 bytes; all replicas in one process; storage that confirms`,
);
say('at once; snapshots as each takes them by default.');
if (raft.ok) {
  say(
    `raft: @coaty/consensus.raft ${raft.version} (a port of etcd's), its core driven directly and by reference, with`,
  );
  say(
    'its default settings, but no bound on what is applied at once. It proposes each command by itself, as its own',
  );
  say(
    'driver does; "batched": all commands of one message delay in one proposal, as the engine, too, gathers them.',
  );
}

const throughput = reportThroughput(contenders, rounds);
const latencies = reportLatencies([byReference, ...rivals.slice(0, 1)]);
const elections = reportElections(raft.ok ? raft.library : undefined, values.quick ? 20 : 100);
const memory = reportMemory(values.quick ? 200_000 : 1_000_000);

if (values.json !== undefined) {
  const measured = { node: process.version, rounds, throughput, latencies, elections, memory };
  writeFileSync(values.json, `${JSON.stringify(measured, undefined, 2)}\n`);
}
