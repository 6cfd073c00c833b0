/** Commands of the task list with the person's undo and redo on this device. */

import type { Result } from '#app/session/result.ts';
import { encodePlain } from '#shared/board/bytes/plain-data.ts';
import type { BoardCommandBody } from '#shared/board/commands.ts';
import type { BoardView } from '#shared/board/state.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { type Change, type EarlierSteps, History, type Step, type Steps } from '../undo/history.ts';
import { redoOf, reversalOf } from './reversal.ts';
import { stands } from './standing.ts';

/** Changes that are made together with the same object are one step of undo, as long as no other change comes between them. */
export type TogetherMark = object;

/** The maximum number of changes in a step that is continued: an undo submits all of them at once. */
export const maxTogether = 1_000;

export interface UndoableTasksOptions {
  /** Shown at once and settled later, or refused. */
  readonly submit: (body: BoardCommandBody) => Promise<Result>;
  /** As this device shows it. */
  readonly board: () => BoardView;
  readonly me: ReplicaId;
  /** The steps of undo and redo have changed. */
  readonly changed?: () => void;
}

/** The effect of an undo or a redo: changes taken back, and changes that stay because others changed the same since. */
export interface TurnedCards {
  readonly undone: number;
  readonly left: number;
}

export class UndoableTasks {
  readonly #options: UndoableTasksOptions;
  readonly #history: History<BoardCommandBody>;
  #group: Change<BoardCommandBody>[] | undefined;
  /** Of the latest step, while it can be continued. */
  #mark: TogetherMark | undefined;

  constructor(options: UndoableTasksOptions) {
    this.#options = options;
    this.#history = new History({
      bytesOf: (body) => encodePlain(body).byteLength,
      changed: () => options.changed?.(),
    });
  }

  /**
   * Makes all changes in `act` one step of {@link undo}.
   *
   * @param mark the step of the same mark is continued, up to {@link maxTogether} changes: for one action of a person whose
   *   changes are made one after the other.
   */
  together<T>(act: () => T, mark?: TogetherMark): T {
    if (this.#group !== undefined) return act();
    const group: Change<BoardCommandBody>[] = [];
    this.#group = group;
    try {
      return act();
    } finally {
      this.#group = undefined;
      this.#did(group, mark);
    }
  }

  /** Submits a command of the task list, and remembers its reversal. */
  submit(body: BoardCommandBody): Promise<Result> {
    const back = reversalOf(body, this.#options.board());
    const result = this.#options.submit(body);
    if (back !== undefined) {
      const change = { did: body, back };
      if (this.#group === undefined) this.#did([change], undefined);
      else this.#group.push(change);
    }
    return result;
  }

  #did(step: Step<BoardCommandBody>, mark: TogetherMark | undefined): void {
    if (step.length === 0) return;
    const continues = mark !== undefined && mark === this.#mark;
    this.#mark = mark;
    const length = this.#history.latest?.length ?? 0;
    if (continues && length + step.length <= maxTogether) this.#history.extend(step);
    else this.#history.did(step);
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  /**
   * Takes back this person's last step on this device, as far as nobody changed the same since.
   *
   * @returns undefined if there is no step.
   */
  undo(): TurnedCards | undefined {
    return this.#turn('undo');
  }

  /** Repeats the last undone step, likewise. */
  redo(): TurnedCards | undefined {
    return this.#turn('redo');
  }

  restoreLater(earlier: EarlierSteps): void {
    this.#history.restoreLater(earlier);
  }

  restore(steps: Steps<BoardCommandBody>): void {
    this.#history.restore(steps);
  }

  steps(maxBytes: number): Steps<BoardCommandBody> {
    return this.#history.steps(maxBytes);
  }

  #turn(way: keyof Steps<BoardCommandBody>): TurnedCards | undefined {
    this.#mark = undefined;
    const step = this.#history.next(way);
    if (step === undefined) return undefined;
    const reverse: Change<BoardCommandBody>[] = [];
    for (const change of step.toReversed()) {
      if (!stands(change, this.#options.board(), this.#options.me)) continue;
      void this.#options.submit(change.back);
      reverse.push(redoOf(change));
    }
    this.#history.turned(way, reverse);
    return { undone: reverse.length, left: step.length - reverse.length };
  }
}
