/** Texts that an own change has merged with those of others, here or on the board: a window has to measure them. */

import type { BoardCommand, ElementPatch } from '#shared/board/commands.ts';
import type { BoardElement } from '#shared/board/state.ts';

export class MergedTexts {
  readonly #submit: (patches: readonly ElementPatch[]) => void;
  readonly #ids = new Set<string>();

  /** @param submit submits patches that are no step of undo. */
  constructor(submit: (patches: readonly ElementPatch[]) => void) {
    this.#submit = submit;
  }

  /**
   * An own command has taken effect.
   *
   * @param element as it is settled now.
   * @returns the elements to show again: their text is not the one that this person wrote.
   */
  settled(command: BoardCommand, element: (id: string) => BoardElement | undefined): readonly string[] {
    if (command.type !== 'elements/patch') return [];
    const ids = command.patches.flatMap(({ id, set, textWas }) => {
      const { originalText: mine } = set;
      if (textWas === undefined || mine === undefined) return [];
      return element(id)?.originalText === mine ? [] : [id];
    });
    this.add(ids);
    return ids;
  }

  /** An own change has put together the lines of several people. */
  add(ids: readonly string[]): void {
    for (const id of ids) this.#ids.add(id);
  }

  /** @returns the ids of the texts to measure; each one once. */
  take(): readonly string[] {
    const ids = [...this.#ids];
    this.#ids.clear();
    return ids;
  }

  /** @param patches the size, place and lines of texts as a window has measured them. */
  measured(patches: readonly ElementPatch[]): void {
    this.#submit(patches);
  }
}
