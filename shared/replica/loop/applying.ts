/**
 * Passes decided slots to the state machine, in order, and returns its results to the engine: a digest right after each
 * slot that requires one.
 *
 * A snapshot that is received while the replica runs is prepared in steps first. Meanwhile the state machine is the one
 * before it; whatever is decided waits, and so does the write that installs the snapshot: if it cannot be restored, the
 * storage does not have it.
 */

import type { Applicable, Decided, Event, Restored, Write } from '../../paxos/effects.ts';
import { entryBytes } from '../../paxos/model/entry.ts';
import type { ReplicaId, Slot } from '../../paxos/model/ids.ts';
import { defaultLimits } from '../../paxos/model/limits.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { StateMachine } from './state-machine.ts';

/** Bytes of entries that wait for a snapshot, at most: it is restored at once when there are more. */
export const maxWaitingBytes = 8 * 1024 * 1024;

/** Of the entries in one step of a replay, after which it ends: a slot of 256 KiB may come last. */
const replayedBytes = 32 * 1024;

const nothing: readonly never[] = Object.freeze([]);

type Machine = Pick<StateMachine, 'decided' | 'restored' | 'digest' | 'digestSome' | 'preparing'>;

export class Applying {
  readonly #machine: Machine;
  readonly #outbox: Pick<Outbox, 'applied'>;
  readonly #self: ReplicaId;
  readonly #replayedCommands: number;
  #preparing: { readonly restored: Restored; readonly steps: Iterator<void, void> } | undefined;
  /** What comes after the snapshot that is being prepared. */
  #waiting: Applicable[] = [];
  /** Of the entries in it. */
  #waitingBytes = 0;

  /**
   * @param outbox drops the applied commands of `self`.
   * @param replayedCommands see `Limits`.
   */
  constructor(
    machine: Machine,
    outbox: Pick<Outbox, 'applied'>,
    self: ReplicaId,
    replayedCommands: number = defaultLimits.replayedCommands,
  ) {
    this.#machine = machine;
    this.#outbox = outbox;
    this.#self = self;
    this.#replayedCommands = replayedCommands;
  }

  /** Whether {@link step} has work: the state machine is behind the engine. */
  get isPreparing(): boolean {
    return this.#preparing !== undefined;
  }

  /** Does a part of the next digest, unless the state is about to be replaced. */
  tick(): void {
    if (this.#preparing === undefined) this.#machine.digestSome?.();
  }

  /** The number of `writes` that may be stored: one that installs the snapshot waits until it is restored. */
  allowed(writes: readonly Write[]): number {
    const through = this.#preparing?.restored.through;
    if (through === undefined) return writes.length;
    const at = writes.findIndex(({ snapshot }) => snapshot?.through === through);
    return at < 0 ? writes.length : at;
  }

  /**
   * @param atOnce restores a snapshot without steps.
   * @returns events for the engine.
   */
  apply(applicables: readonly Applicable[], atOnce: boolean): readonly Event[] {
    // Most turns decide nothing.
    if (applicables.length === 0) return nothing;
    const answers: Event[] = [];
    let run: Decided[] = [];
    for (const applicable of applicables) {
      if (this.#preparing !== undefined) {
        this.#waiting.push(applicable);
        if (applicable.type === 'decided') this.#waitingBytes += entryBytes(applicable.entry);
        continue;
      }
      if (applicable.type === 'restored') {
        this.#applyRun(run);
        run = [];
        const steps = atOnce ? undefined : this.#machine.preparing?.(applicable);
        if (steps === undefined) this.#restore(applicable);
        else this.#preparing = { restored: applicable, steps };
        continue;
      }
      run.push(applicable);
      if (!applicable.digestDue) continue;
      this.#applyRun(run);
      run = [];
      answers.push({ type: 'digest', slot: applicable.slot, digest: this.#machine.digest() });
    }
    this.#applyRun(run);
    // A hidden page may have no time for the steps for minutes.
    if (this.#waitingBytes > maxWaitingBytes) answers.push(...this.finish());
    return answers;
  }

  #applyRun(run: readonly Decided[]): void {
    if (run.length === 0) return;
    const last = lastOwn(this.#self, run);
    if (last !== undefined) this.#outbox.applied(last.sequence, last.slot);
    this.#machine.decided(run);
  }

  /**
   * As {@link apply} at once, in steps of a few milliseconds at most: the slots that the engine replays from storage.
   *
   * @returns events for the engine, after each step.
   */
  *replaying(applicables: readonly Applicable[]): Generator<readonly Event[], void> {
    let piece: Applicable[] = [];
    let bytes = 0;
    let commands = 0;
    for (const applicable of applicables) {
      const isDigestDue = applicable.type === 'decided' && applicable.digestDue;
      if (piece.length > 0 && (isDigestDue || bytes >= replayedBytes || commands >= this.#replayedCommands)) {
        yield this.apply(piece, true);
        piece = [];
        bytes = 0;
        commands = 0;
      }
      if (isDigestDue) while (this.#machine.digestSome?.() === true) yield nothing;
      piece.push(applicable);
      if (applicable.type === 'decided') {
        bytes += entryBytes(applicable.entry);
        commands += applicable.commands.length;
      }
    }
    if (piece.length > 0) yield this.apply(piece, true);
  }

  /** One step of the preparation; after the last one, what has waited is applied. @returns events for the engine. */
  step(): readonly Event[] {
    const preparing = this.#preparing;
    if (preparing === undefined || preparing.steps.next().done !== true) return [];
    return this.#finish(preparing.restored, false);
  }

  /** Applies everything now. @returns events for the engine. */
  finish(): readonly Event[] {
    const preparing = this.#preparing;
    if (preparing === undefined) return [];
    return this.#finish(preparing.restored, true);
  }

  #finish(restored: Restored, atOnce: boolean): readonly Event[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#preparing = undefined;
    this.#restore(restored);
    return this.apply(waiting, atOnce);
  }

  #restore(restored: Restored): void {
    this.#outbox.applied(this.#machine.restored(restored), restored.through);
  }
}

/** The last command of `origin`, and its slot. */
function lastOwn(
  origin: ReplicaId,
  decided: readonly Decided[],
): { readonly sequence: number; readonly slot: Slot } | undefined {
  let last: { readonly sequence: number; readonly slot: Slot } | undefined;
  for (const { slot, commands } of decided) {
    for (const command of commands) {
      if (command.origin === origin) last = { sequence: command.sequence, slot };
    }
  }
  return last;
}
