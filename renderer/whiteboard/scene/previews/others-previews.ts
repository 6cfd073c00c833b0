/**
 * Previews of others' gestures in this scene. They are never this person's changes, and never exported: during a copy or an
 * export they are not in the scene.
 */

import type { LiveBoard } from '#app/session/live/live.ts';
import type { BoardElement } from '#shared/board/state.ts';

export class OthersPreviews {
  readonly #live: Pick<LiveBoard, 'previews' | 'subscribePreviews'>;
  /** Elements that are in the scene and not on the board. */
  readonly #foreign = new Set<string>();
  #areHidden = false;

  constructor(live: Pick<LiveBoard, 'previews' | 'subscribePreviews'>) {
    this.#live = live;
  }

  /** @returns a function that ends it. */
  subscribe(changed: (ids: readonly string[]) => void): () => void {
    return this.#live.subscribePreviews((ids) => {
      if (!this.#areHidden) changed(ids);
    });
  }

  /** The elements that others work on. */
  ids(): Iterable<string> {
    return this.#live.previews.ids();
  }

  /** @returns the elements whose look changes. */
  hide(areHidden: boolean): readonly string[] {
    if (areHidden === this.#areHidden) return [];
    this.#areHidden = areHidden;
    return [...this.ids()];
  }

  /** Changes of these elements have settled. */
  settled(ids: Iterable<string>): void {
    for (const id of ids) this.#live.previews.settled(id);
  }

  /** An agreed element with the look of its preview, if it has one. A text is locked as long as another person types in it. */
  over(agreed: BoardElement): BoardElement {
    const look = this.#areHidden ? undefined : this.#live.previews.look(agreed.id);
    if (look === undefined || agreed.isDeleted === true) return agreed;
    const { type = null, index = null, id } = agreed;
    return { ...agreed, ...look, type, index, id, locked: agreed.locked === true || look.text !== undefined };
  }

  /** Elements that others draw, not on the board yet. They cannot be selected. */
  *drawn(board: { element(id: string): BoardElement | undefined }): Iterable<BoardElement> {
    if (this.#areHidden) return;
    for (const id of this.ids()) {
      const drawing = this.drawing(id, board);
      if (drawing !== undefined) yield drawing;
    }
  }

  /** The element with this id, if another person draws it and it is not on the board yet. */
  drawing(id: string, board: { element(id: string): BoardElement | undefined }): BoardElement | undefined {
    const look =
      this.#areHidden || board.element(id) !== undefined ? undefined : this.#live.previews.look(id);
    return look?.type === undefined ? undefined : { ...look, id, locked: true };
  }

  isForeign(id: string): boolean {
    return this.#foreign.has(id);
  }

  get foreignCount(): number {
    return this.#foreign.size;
  }

  setForeign(id: string, isForeign: boolean): void {
    if (isForeign) this.#foreign.add(id);
    else this.#foreign.delete(id);
  }
}
