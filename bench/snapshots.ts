/**
 * `npm run bench:snapshots -- [--rounds 3]`: how long a snapshot of a board of 20 MB holds up its replica's thread, in
 * the longest step, and how long its restoration and its first digest do; and the same at once, in turns. The replica is the production loop; each batch is
 * merged as the store does, and confirmed at once, so that no time of a disk is in the figures.
 *
 * A step is the lesser of its wall clock and its processor time: other processes do not count, and the collector's
 * threads do. Garbage is collected between steps only if Node runs with --expose-gc.
 */

import { parseArgs } from 'node:util';
import { type Chunks, mergeBatch } from '#app/store/replica/batch-changes.ts';
import { emptyMeta } from '#app/store/replica/layout.ts';
import { Board } from '#shared/board/board.ts';
import { encodeCommand } from '#shared/board/bytes/codec.ts';
import type { BoardCommandBody } from '#shared/board/commands.ts';
import { encodeSnapshot } from '#shared/paxos/catch-up/snapshot.ts';
import { configuration } from '#shared/paxos/model/configuration.ts';
import { replicaId, slot } from '#shared/paxos/model/ids.ts';
import { Replica } from '#shared/paxos/replica.ts';
import { type Batch, ReplicaLoop } from '#shared/replica/loop/loop.ts';
import { chained } from '#shared/wire/group-digest.ts';
import { parseCount } from './options/count.ts';
import { quantileOf, spreadOf } from './report/statistics.ts';
import { formatSpread, formatTable } from './report/table.ts';

const boardBytes = 20_000_000;
/** Points of a drawn line, which is the largest part of most boards. */
const points = 30;
const perCommand = 50;

const me = replicaId('author');

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const rounds = parseCount('--rounds', values.rounds);

const board = filled();
const longest: number[] = [];
const late: number[] = [];
const counts: number[] = [];
const atOnce: number[] = [];
const digesting: { longest: number[]; atOnce: number[] } = { longest: [], atOnce: [] };
const restoring: { longest: number[]; late: number[]; atOnce: number[] } = {
  longest: [],
  late: [],
  atOnce: [],
};
const state = board.snapshot();
for (let round = 0; round < rounds; round += 1) {
  const steps = inSteps();
  longest.push(Math.max(...steps));
  late.push(quantileOf(steps, 0.99));
  counts.push(steps.length);
  atOnce.push(measured(wholeSnapshot));
  const { board: restored, steps: restoreSteps } = restoredInSteps();
  restoring.longest.push(Math.max(...restoreSteps));
  restoring.late.push(quantileOf(restoreSteps, 0.99));
  digesting.longest.push(Math.max(...digestSteps(restored)));
  let again = new Board();
  restoring.atOnce.push(
    measured(() => {
      again = Board.restore(state);
    }),
  );
  digesting.atOnce.push(measured(() => again.digest()));
}
const head = [`median of ${rounds} rounds (least to most)`, 'milliseconds'];
const rows = [
  ['longest step of a snapshot', formatSpread(spreadOf(longest), 1)],
  ['99 % of its steps are shorter than', formatSpread(spreadOf(late), 1)],
  ['the same at once', formatSpread(spreadOf(atOnce), 0)],
  ['longest step of a restoration', formatSpread(spreadOf(restoring.longest), 1)],
  ['99 % of its steps are shorter than', formatSpread(spreadOf(restoring.late), 1)],
  ['the same at once', formatSpread(spreadOf(restoring.atOnce), 0)],
  ['longest step of the digest after it', formatSpread(spreadOf(digesting.longest), 1)],
  ['the same at once', formatSpread(spreadOf(digesting.atOnce), 0)],
];
process.stdout.write(`${formatTable(head, rows)}\n${spreadOf(counts).median} steps\n`);

/** The steps of one snapshot, milliseconds each. */
function inSteps(): readonly number[] {
  const steps: number[] = [];
  let work: (() => void) | undefined;
  let batch: Batch | undefined;
  let chunks: Chunks | undefined;
  let isDone = false;
  const engine = new Replica({
    id: me,
    random: () => 0.5,
    genesis: true,
    state: undefined,
    limits: { snapshotSlots: 3 },
  });
  const loop: ReplicaLoop = new ReplicaLoop(me, engine, {
    seal: ({ drafts, previous }, answer) => answer(chained(drafts, previous, () => new Uint8Array(96))),
    decided: () => undefined,
    restored: () => 0,
    digest: () => '',
    snapshot: () => board.snapshotPieces(),
    write: (next) => {
      batch = next;
      chunks = mergeBatch(emptyMeta, next, chunks).chunks;
      isDone ||= next.writes.some(({ snapshot }) => snapshot !== undefined);
    },
    saveSoon: () => undefined,
    workSoon: () => {
      work = () => loop.work();
    },
    send: () => undefined,
    failed: (error) => {
      throw error;
    },
  });
  const step = (act: () => void): void => {
    steps.push(measured(act));
    globalThis.gc?.();
  };
  loop.start();
  for (let turn = 0; !isDone; turn += 1) {
    const [due, confirmed] = [work, batch];
    work = undefined;
    batch = undefined;
    if (due !== undefined) step(due);
    if (confirmed !== undefined) step(() => loop.saved());
    if (due !== undefined || confirmed !== undefined) continue;
    loop.submit(Uint8Array.of(turn & 0xff));
    loop.save();
    step(() => loop.step({ type: 'tick' }));
  }
  return steps;
}

function restoredInSteps(): { readonly board: Board; readonly steps: readonly number[] } {
  const steps: number[] = [];
  const restoration = Board.restoring(state);
  for (;;) {
    let made: Board | undefined;
    steps.push(
      measured(() => {
        const step = restoration.next();
        if (step.done === true) made = step.value;
      }),
    );
    globalThis.gc?.();
    if (made !== undefined) return { board: made, steps };
  }
}

/** A part with each tick, and the rest when the digest is due. */
function digestSteps(of: Board): readonly number[] {
  const steps: number[] = [];
  for (let isLeft = true; isLeft; ) {
    steps.push(
      measured(() => {
        isLeft = of.digestSome();
      }),
    );
  }
  steps.push(measured(() => of.digest()));
  return steps;
}

function wholeSnapshot(): void {
  const base = { through: slot(1), epoch: slot(1), configuration: configuration(1, [me]), sessions: [] };
  const image = encodeSnapshot({ ...base, state: board.snapshot() });
  new Uint8Array(image.bytes);
}

/** Milliseconds. */
function measured(act: () => void): number {
  const cpu = process.cpuUsage();
  const began = performance.now();
  act();
  const wall = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  return Math.min(wall, (user + system) / 1000);
}

function filled(): Board {
  const made = new Board();
  let sequence = 0;
  for (let first = 0; made.snapshot().byteLength < boardBytes; ) {
    for (let batchOf = 0; batchOf < 100; batchOf += 1, first += perCommand) {
      const patches = Array.from({ length: perCommand }, (_, at) => patchOf(first + at));
      const command: BoardCommandBody = { type: 'elements/patch', patches };
      sequence += 1;
      made.apply({ origin: me, sequence, body: encodeCommand({ ...command, at: 1 }) });
    }
  }
  return made;
}

function patchOf(number: number) {
  const line = Array.from({ length: points }, (_, at) => [at * 1.37, ((at * at) % 97) + 0.25]);
  const place = { x: number, y: 2 * number, width: 300, height: 200, angle: 0, seed: number + 1 };
  const style = {
    strokeColor: '#1e1e1e',
    backgroundColor: 'transparent',
    fillStyle: 'solid',
    strokeWidth: 2,
    strokeStyle: 'solid',
    roughness: 1,
    opacity: 100,
  };
  const rest = {
    groupIds: [],
    frameId: null,
    roundness: null,
    boundElements: null,
    link: null,
    locked: false,
  };
  // Ids of people's devices have no order.
  const id = `e${Math.imul(number, 2_654_435_761) >>> 0}-${number}`;
  const own = { type: 'freedraw', points: line, pressures: [], simulatePressure: true, isDeleted: false };
  return { id, create: true as const, set: { ...own, ...place, ...style, ...rest } };
}
