/** Texts that an own change has merged with those of others, here or on the board: a window has to measure them. */

import type { BoardCommand, ElementPatch } from '#shared/board/commands.ts';
import type { BoardElement } from '#shared/board/state.ts';

export interface MergedTextsOptions {
  /** Submits patches that are no step of undo. */
  readonly submit: (patches: readonly ElementPatch[]) => void;
  /** Whether this device may change the board. */
  readonly mayChange: () => boolean;
}

export class MergedTexts {
  readonly #options: MergedTextsOptions;
  /** Each is an element of the board. */
  readonly #ids = new Set<string>();

  constructor(options: MergedTextsOptions) {
    this.#options = options;
  }

  /**
   * An own command has taken effect.
   *
   * @param element as it is settled now.
   * @returns the elements to show again: their text is not the one that this person wrote.
   */
  settled(command: BoardCommand, element: (id: string) => BoardElement | undefined): readonly string[] {
    // A part of a change has an effect with the last one.
    if (command.type !== 'elements/patch' || command.more === true) return [];
    const ids = command.patches.flatMap((patch) => (isOther(patch, element(patch.id)) ? [patch.id] : []));
    this.add(ids);
    return ids;
  }

  /** An own change has put together the lines of several people. */
  add(ids: readonly string[]): void {
    for (const id of ids) this.#ids.add(id);
  }

  /** The number of texts to measure. */
  get size(): number {
    return this.#ids.size;
  }

  /**
   * @param most ids at once.
   * @param isHeld texts that stay for a later call.
   * @returns the ids of the texts to measure; each one once.
   */
  take(most = Number.POSITIVE_INFINITY, isHeld: (id: string) => boolean = () => false): readonly string[] {
    const ids = [...this.#ids].filter((id) => !isHeld(id)).slice(0, most);
    for (const id of ids) this.#ids.delete(id);
    return ids;
  }

  /** @param patches the size, place and lines of texts as a window has measured them. */
  measured(patches: readonly ElementPatch[]): void {
    // By now this person may only look. They have asked for nothing, so a refusal would be a notice about nothing.
    if (this.#options.mayChange()) this.#options.submit(patches);
  }
}

/** Whether the text of an element may be another one than `patch` has set. */
function isOther({ set, textWas, append }: ElementPatch, settled: BoardElement | undefined): boolean {
  const text = settled?.originalText;
  if (typeof text !== 'string') return false;
  // The last part of a change does not have the whole text.
  if (append !== undefined) return true;
  const mine = set.originalText;
  // A text that was only measured is the text of others, and they measure what became of it.
  return textWas !== undefined && mine !== undefined && mine !== textWas && mine !== text;
}
