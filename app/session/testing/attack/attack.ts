/** A seeded attack on three devices: after each burst they are linked, equal and responsive, and have exactly their own changes. */

import { bytesToHex } from '@noble/hashes/utils.js';
import { Packr } from 'msgpackr';
import type { Myself } from '#app/mesh/link/handshake.ts';
import { seededBytes } from '#app/mesh/testing/seeded-bytes.ts';
import { deviceIdentity } from '#shared/invite/keys/device-key.ts';
import { type BoardKeys, deriveKeys, viewSecretOf } from '#shared/invite/keys/keys.ts';
import type { SessionView } from '../../view/view.ts';
import { type Act, type AttackerKind, attackers, burst, mark, perform } from './acts.ts';
import { AttackedBoard } from './attacked-board.ts';
import { Attacker } from './attacker.ts';

/** Acts in one burst. */
export const burstActs = 40;

/** One step of a device, milliseconds of processor time, at most. */
const promisedStepMs = 100;

export interface AttackOptions {
  /**
   * Milliseconds of processor time of the whole process. A step takes the lesser of it and of the wall clock: the former
   * counts the threads of the garbage collector, the latter counts other programs.
   */
  readonly processorMs?: () => number;
  /** A looser bound for a measure that includes other processes. */
  readonly maxStepMs?: number;
  /** Bytes in use; their growth during one attack is bounded by {@link maxGrowthBytes}. */
  readonly heapBytes?: () => number;
}

export const maxGrowthBytes = 256 * 1024 * 1024;

export interface AttackResult {
  /** Absent where all held. */
  readonly failure?: string;
  readonly longestMs: number;
  readonly acts: number;
}

/** @param bursts whose acts are done in order, with a look at the board after each. */
export async function attack(
  bursts: readonly (readonly Act[])[],
  { heapBytes = () => 0, processorMs, maxStepMs = promisedStepMs }: AttackOptions = {},
): Promise<AttackResult> {
  const wallMs = (): number => performance.now();
  const board = new AttackedBoard(processorMs === undefined ? [wallMs] : [wallMs, processorMs]);
  let acts = 0;
  let longestMs = 0;
  try {
    await board.begin();
    const before = heapBytes();
    const made: string[] = [];
    for (const [number, each] of bursts.entries()) {
      board.clock.longestMs = 0;
      const hands = new Map(attackers.map((kind) => [kind, newAttacker(board, kind, number)]));
      for (const act of each) {
        acts += 1;
        const hand = hands.get(act.by);
        if (hand !== undefined) await perform(board, hand.attacker, hand.me.replica, act);
      }
      longestMs = Math.max(longestMs, board.clock.longestMs);
      await board.tick();
      // While they are still there.
      await judge(board, made, `task ${number}`);
      for (const { attacker } of hands.values()) attacker.stop();
      longestMs = Math.max(longestMs, board.clock.longestMs);
      if (longestMs > maxStepMs) throw new Error(`a step of ${Math.round(longestMs)} ms`);
      board.forget();
      if (heapBytes() - before > maxGrowthBytes)
        throw new Error(`${heapBytes() - before} bytes more than before`);
    }
    return { longestMs, acts };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error), longestMs, acts };
  } finally {
    await board.end();
  }
}

async function judge(board: AttackedBoard, made: string[], title: string): Promise<void> {
  const author = board.devices[made.length % board.devices.length];
  made.push(title);
  void author?.session.createTask(title, 'todo');
  const has = (view: SessionView) =>
    Object.values(view.tasks).flatMap((tasks) => tasks.map((task) => task.title));
  await board.until(
    'three that are linked and agree',
    () => board.isWhole() && board.devices.every(({ session }) => has(session.view()).includes(title)),
  );
  for (const { session, name } of board.devices) {
    const view = session.view();
    const titles = has(view);
    if ([...titles].sort().join() !== [...made].sort().join())
      throw new Error(`${name} has the tasks ${titles.join()}`);
    if (view.boardName !== 'Plans') throw new Error(`the board of ${name} is called ${view.boardName}`);
    if (view.removed.length !== 1) throw new Error(`${name} sees ${view.removed.length} removed`);
    if (JSON.stringify(view.people).includes(mark))
      throw new Error(`${name} sees a person of the attacker's`);
    if ([...session.live.previews.ids()].length > 0)
      throw new Error(`${name} is shown what an attacker draws`);
  }
}

function newAttacker(board: AttackedBoard, kind: AttackerKind, burst: number) {
  const random = seededBytes(1000 + burst * attackers.length + attackers.indexOf(kind));
  const own = { ...deviceIdentity(random(32)), name: kind };
  const me: Myself = kind === 'removed' ? (board.removed ?? own) : own;
  const victim = board.devices[burst % board.devices.length];
  const replica = kind === 'impostor' ? (victim?.me.replica ?? me.replica) : me.replica;
  const digits = () => bytesToHex(random(4));
  const visit = kind === 'impostor' ? (victim?.address().slice(0, -9) ?? '') : `${replica}-${digits()}`;
  const same = (bytes: Uint8Array) => bytes;
  const attacker = new Attacker({
    me,
    keys: keysOf(board, kind, random),
    address: `${visit}-${digits()}`,
    server: board.server,
    createChannel: board.channels.createFor(kind),
    clock: board.clock,
    random,
    hello: kind === 'liar' ? sayingEdit : same,
    proof: same,
  });
  return { attacker, me };
}

function keysOf(
  { secret }: AttackedBoard,
  kind: AttackerKind,
  random: (bytes: number) => Uint8Array,
): BoardKeys {
  const real = deriveKeys(secret);
  // It runs a signaling server, so it knows the topic.
  if (kind === 'stranger') return { ...deriveKeys(random(secret.length)), topic: real.topic };
  return kind === 'viewer' || kind === 'liar' ? deriveKeys(viewSecretOf(secret)) : real;
}

/** One with a view link that says it may edit. */
function sayingEdit(hello: Uint8Array): Uint8Array {
  const packr = new Packr({ useRecords: false });
  return Uint8Array.from(packr.pack({ ...packr.unpack(hello), access: 'edit' }));
}

/** The bursts of a seed. */
export function attackOf(seed: number, bursts: number): readonly (readonly Act[])[] {
  return Array.from({ length: bursts }, (_, number) => burst(seed * 1000 + number, burstActs));
}

/** Removes acts that the failure does not need. @returns one burst that still fails. */
export async function shrunk(
  bursts: readonly (readonly Act[])[],
  tries: number,
  fails: (bursts: readonly (readonly Act[])[]) => Promise<boolean>,
): Promise<readonly (readonly Act[])[]> {
  let best = bursts;
  let left = tries;
  const attempt = async (candidate: readonly (readonly Act[])[]) => {
    left -= 1;
    if (left < 0 || !(await fails(candidate))) return false;
    best = candidate;
    return true;
  };
  for (let at = best.length - 1; at >= 0 && best.length > 1; at -= 1) await attempt(best.toSpliced(at, 1));
  for (let size = 16; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.flat().length && left > 0; ) {
      let index = -1;
      const from = at;
      const less = best.map((each) =>
        each.filter(() => {
          index += 1;
          return index < from || index >= from + size;
        }),
      );
      if (!(await attempt(less))) at += size;
    }
  }
  return best;
}
