/** The board as this device shows it: the settled state with this device's pending changes on top. */

import type { Board } from '#shared/board/board.ts';
import { isSameBytes } from '#shared/board/bytes/plain-data.ts';
import type { Outcome } from '#shared/board/commands.ts';
import type { BoardElement, BoardView } from '#shared/board/state.ts';
import { isSameJson } from '#shared/board/values/json.ts';
import type { Command } from '#shared/paxos/model/entry.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { coveredOutcome } from '../changes/covered-outcome.ts';
import { type Clearing, Clearings } from '../changes/elements/clearings.ts';
import { type MergedText, maxUnmeasured } from '../changes/elements/unmeasured-texts.ts';
import { isGuarded, type PendingChange } from '../changes/pending.ts';

/** One of this device's pending changes, settled. */
export interface OwnSettled {
  readonly change: PendingChange;
  readonly outcome: Outcome;
}

const nothing: readonly string[] = Object.freeze([]);

/**
 * Two boards: `settled` has every decided command, `shown` is a fork of it with the pending changes applied again.
 * When the settled one applies commands of others, the fork is over; the next look makes a new one. So a thousand slots
 * that are decided between two looks cost one fork. When it applies the first pending changes and nothing else, the
 * fork stays: it shows them already.
 */
export class OptimisticBoard {
  readonly #me: ReplicaId;
  #settled: Board;
  #shown: Board;
  /** The settled board moved since the fork was made. */
  #isStale = false;
  /** In the order of their sequences. */
  #pending: PendingChange[] = [];
  /** Changes tried on the fork are numbered for it alone: it only asks that numbers grow. */
  #forkSequence = 0;
  /** Elements that pending changes touched on the fork. */
  readonly #touched = new Set<string>();
  /** How elements that may look different now looked at the last look. */
  readonly #looks = new Map<string, BoardElement | undefined>();
  readonly #changed = new Set<string>();
  readonly #clearings = new Clearings();
  #merged: MergedText[] = [];

  constructor(me: ReplicaId, settled: Board) {
    this.#me = me;
    this.#settled = settled;
    this.#shown = settled.fork();
    this.#forkSequence = this.lastSettled();
    settled.takeChanges();
  }

  get settled(): BoardView {
    return this.#settled;
  }

  /** Valid until the next {@link settle}. */
  shown(): BoardView {
    return this.#current();
  }

  pending(): readonly PendingChange[] {
    return this.#pending;
  }

  /** Applies `body` to the shown board, as this device's next change. @returns its tentative outcome. */
  try(body: Uint8Array): Outcome {
    const board = this.#current();
    this.#forkSequence += 1;
    return board.apply({ origin: this.#me, sequence: this.#forkSequence, body });
  }

  /** The tried changes could not be submitted, so they are not shown. */
  untry(): void {
    this.#forget();
  }

  /** Remembers a change that was handed over and, unless it is guarded, tried. */
  add(change: PendingChange): void {
    this.#pending = [...this.#pending, change];
  }

  /** Changes of an earlier run that are handed over again: remembered, and shown unless they are guarded. */
  restore(changes: readonly PendingChange[]): void {
    this.#forget();
    this.#pending = [...this.#pending, ...changes];
  }

  /** Applies decided commands, in their order. @returns the outcomes of pending changes. */
  settle(commands: readonly Command[]): readonly OwnSettled[] {
    if (commands.length === 0) return [];
    const isExpected = this.#areFirstPending(commands);
    if (!isExpected) this.#forget();
    const own: OwnSettled[] = [];
    for (const command of commands) {
      const before = this.#settled.elementTurnover;
      const outcome = this.#settled.apply(command);
      const merged = this.#settled.takeMergedTexts();
      if (command.origin !== this.#me) {
        this.#noteMerged(merged, command.origin);
        this.#clearings.applied(command.origin, before, this.#settled.elementTurnover);
        continue;
      }
      // A change that is not pending was settled in an earlier run: its outcome is known.
      const change = this.#pending.find(({ sequence }) => sequence === command.sequence);
      if (change !== undefined) own.push({ change, outcome });
      else this.#noteMerged(merged, command.origin);
    }
    if (isExpected) this.#shown.caughtUp();
    const through = this.lastSettled();
    this.#pending = this.#pending.filter((change) => change.sequence > through);
    return own;
  }

  /** Whether the fork began with exactly these commands. It lacks guarded changes. */
  #areFirstPending(commands: readonly Command[]): boolean {
    if (this.#isStale) return false;
    return commands.every(({ origin, sequence, body }, at) => {
      const change = this.#pending[at];
      if (change === undefined || origin !== this.#me || sequence !== change.sequence) return false;
      return !isGuarded(change.command) && isSameBytes(body, change.body);
    });
  }

  /**
   * `board`, a later one, takes the place of the settled one.
   *
   * @returns the pending changes that it covers, with their outcomes as far as they are known.
   */
  replace(board: Board): readonly OwnSettled[] {
    this.#forget();
    // Elements of the old board keep their last look, also those that the new board lacks.
    for (const [id, before] of this.#settled.takeChanges().elements) this.#remember(id, before);
    for (const element of this.#settled.elements()) this.#remember(element.id, element);
    this.#settled = board;
    const through = this.lastSettled();
    const covered = this.#pending.filter(({ sequence }) => sequence <= through);
    this.#pending = this.#pending.filter(({ sequence }) => sequence > through);
    return covered.map((change) => ({ change, outcome: coveredOutcome(change, board, this.#me) }));
  }

  /** Others deleted most of the whiteboard since the last call. */
  takeClearings(): readonly Clearing[] {
    return this.#clearings.take();
  }

  /**
   * Texts that others, or this device in an earlier run, have merged since the last call; the latest `maxUnmeasured`.
   * Those of pending changes are left to {@link settle}'s caller.
   */
  takeMergedTexts(): readonly MergedText[] {
    const merged = this.#merged;
    this.#merged = [];
    return merged;
  }

  #noteMerged(ids: readonly string[], by: ReplicaId): void {
    if (ids.length > 0)
      this.#merged = [...this.#merged, ...ids.map((id) => ({ id, by }))].slice(-maxUnmeasured);
  }

  /** Of the settled board. */
  digest(): string {
    return this.#settled.digest();
  }

  /** As {@link Board.digestSome}, of the settled board. */
  digestSome(): boolean {
    return this.#settled.digestSome();
  }

  /** Of the settled board. */
  snapshotPieces(): Iterable<Uint8Array> {
    return this.#settled.snapshotPieces();
  }

  /** The number of this device's last change that is settled; 0 if there is none. */
  lastSettled(): number {
    return this.#settled.lastOutcome(this.#me)?.sequence ?? 0;
  }

  /**
   * The elements that look different than at the last call for any reason but {@link try}, and those named to
   * {@link showAgain}.
   */
  takeChanged(): readonly string[] {
    this.#current();
    // Asked for each element that a window looks at.
    if (this.#changed.size === 0) return nothing;
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }

  /** The window shows these otherwise than they are. */
  showAgain(elements: Iterable<string>): void {
    for (const id of elements) this.#changed.add(id);
  }

  /** Keeps how the fork's elements look, before the fork is over. */
  #forget(): void {
    if (this.#isStale) return;
    this.#isStale = true;
    for (const id of this.#shown.takeChanges().elements.keys()) this.#touched.add(id);
    for (const id of this.#touched) this.#looks.set(id, this.#shown.element(id));
  }

  #current(): Board {
    if (!this.#isStale) return this.#shown;
    this.#isStale = false;
    for (const [id, before] of this.#settled.takeChanges().elements) this.#remember(id, before);
    this.#shown = this.#settled.fork();
    this.#forkSequence = this.lastSettled();
    for (const { command, body } of this.#pending) {
      if (isGuarded(command)) continue;
      this.#forkSequence += 1;
      this.#shown.apply({ origin: this.#me, sequence: this.#forkSequence, body });
    }
    this.#touched.clear();
    for (const [id, before] of this.#shown.takeChanges().elements) {
      this.#touched.add(id);
      this.#remember(id, before);
    }
    for (const [id, look] of this.#looks) {
      if (!isSameJson(look, this.#shown.element(id))) this.#changed.add(id);
    }
    this.#looks.clear();
    return this.#shown;
  }

  #remember(id: string, look: BoardElement | undefined): void {
    if (!this.#looks.has(id)) this.#looks.set(id, look);
  }
}
