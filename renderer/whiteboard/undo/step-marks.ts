/**
 * Marks the changes that are one step of undo: all between two inputs of the person. So a drag is one step, with its
 * consequences, however often it is submitted.
 */

import type { StepMark } from '#app/session/changes/undo/element-history.ts';

const inputs = ['pointerdown', 'keydown', 'paste', 'cut', 'drop'] as const;

export class StepMarks {
  #mark: StepMark = {};

  /** Of the changes that are submitted now. */
  get current(): StepMark {
    return this.#mark;
  }

  /**
   * @param options.isGestureActive keys during a gesture modify it.
   * @param options.before called before each step: the changes of the previous one are submitted with its mark.
   * @returns a function that ends it.
   */
  follow(
    target: EventTarget,
    options: { readonly isGestureActive: () => boolean; readonly before: () => void },
  ): () => void {
    const onInput = (event: Event): void => {
      // A key that is held down nudges a selection many times: one step.
      const isActive = options.isGestureActive();
      if (event instanceof KeyboardEvent && (event.repeat || isActive)) return;
      if (!isActive) options.before();
      this.#mark = {};
    };
    for (const name of inputs) target.addEventListener(name, onInput, { capture: true });
    return () => {
      for (const name of inputs) target.removeEventListener(name, onInput, { capture: true });
    };
  }
}
