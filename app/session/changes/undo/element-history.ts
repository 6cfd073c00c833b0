/** Undo and redo of this person's changes of the whiteboard, across others' changes. */

import { Emitter } from '#app/emitter/emitter.ts';
import type { ElementPatch } from '#shared/board/commands.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { jsonBytes } from '#shared/board/values/json.ts';
import { changesOf, joined, reversed } from './element-reversal.ts';
import { type EarlierSteps, History, type Steps } from './history.ts';

/** Changes with the same object are one step of undo, as long as no other change comes between them. */
export type StepMark = object;

/** The effect of an undo or a redo. */
export interface Turned {
  /** The number of elements that were changed. */
  readonly undone: number;
  /** The number of elements that stay, entirely or in part, because others changed the same since. */
  readonly left: number;
}

export type TurnWay = 'undo' | 'redo';

/** For the window. */
export interface ElementUndo {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Calls back after each change of the two. @returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** The ids of the elements that the next undo or redo deletes. */
  deletes(way: TurnWay): readonly string[];
  /** The change is shown at once and settles later, like any other. @returns undefined if there is nothing to undo, or to redo. */
  turn(way: TurnWay): Turned | undefined;
}

export interface ElementHistoryOptions {
  /** As it is shown. */
  readonly element: (id: string) => BoardElement | undefined;
  /**
   * Submits patches that the scene does not show yet.
   *
   * @param unmeasured the ids of texts whose size is not theirs.
   */
  readonly submit: (patches: readonly ElementPatch[], unmeasured: readonly string[]) => void;
  readonly changed: () => void;
}

export class ElementHistory implements ElementUndo {
  readonly #options: ElementHistoryOptions;
  readonly #listeners = new Emitter<void>();
  readonly #history = new History<ElementPatch>({
    bytesOf: ({ id, set, unset = [] }) => jsonBytes(id) + jsonBytes(set) + jsonBytes(unset),
    changed: () => {
      this.#options.changed();
      this.#listeners.emit();
    },
  });
  /** Of the latest step, while it can be continued. */
  #mark: StepMark | undefined;

  constructor(options: ElementHistoryOptions) {
    this.#options = options;
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  get canRedo(): boolean {
    return this.#history.canRedo;
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  /** Performs `change`, which applies `patches`, and remembers its effects as a step. */
  record(patches: readonly ElementPatch[], mark: StepMark | undefined, change: () => void): void {
    const { element } = this.#options;
    const before = new Map(patches.map(({ id }) => [id, element(id)]));
    change();
    const step = changesOf(before, patches, element);
    if (step.length === 0) return;
    const { latest } = this.#history;
    const continues = mark !== undefined && mark === this.#mark && latest !== undefined;
    this.#mark = mark;
    if (continues) this.#history.continued(joined(latest, step));
    else this.#history.did(step);
  }

  deletes(way: TurnWay): readonly string[] {
    const step = this.#history.next(way);
    if (step === undefined) return [];
    const { patches } = reversed(step, this.#options.element);
    return patches.filter(({ set }) => set.isDeleted === true).map(({ id }) => id);
  }

  turn(way: TurnWay): Turned | undefined {
    this.#mark = undefined;
    const step = this.#history.next(way);
    if (step === undefined) return undefined;
    const { patches, reverse, left, unmeasured } = reversed(step, this.#options.element);
    this.#history.turned(way, reverse);
    if (patches.length > 0) this.#options.submit(patches, unmeasured);
    return { undone: patches.length, left };
  }

  restoreLater(earlier: EarlierSteps): void {
    this.#history.restoreLater(earlier);
  }

  restore(steps: Steps<ElementPatch>): void {
    this.#history.restore(steps);
  }

  steps(maxBytes: number): Steps<ElementPatch> {
    return this.#history.steps(maxBytes);
  }
}
