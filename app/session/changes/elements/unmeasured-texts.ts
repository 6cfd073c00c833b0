/**
 * Merged texts whose authors may have left before their windows measured them. After a while one of the present windows
 * measures each of them: without that its box would keep room for all lines of both texts.
 */

import type { Clock } from '#app/clock/clock.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { compareCodeUnits } from '#shared/board/values/json.ts';
import { BoundedMap } from '#shared/collections/bounded-map.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';

/** A text of the whiteboard that a command of `by` has merged with those of others. */
export interface MergedText {
  readonly id: string;
  readonly by: ReplicaId;
}

/** A window measures its own texts within a frame, or within a second while the task list covers the whiteboard. */
export const measureMilliseconds = 5000;

/** Texts to watch, at most: of more, the oldest keep their boxes. */
export const maxUnmeasured = 100;

/** Devices that get a turn for one text, at most. */
export const maxTurns = 4;

export interface UnmeasuredTextsOptions {
  readonly clock: Pick<Clock, 'after'>;
  readonly me: ReplicaId;
  /** As it is settled. */
  readonly element: (id: string) => BoardElement | undefined;
  /** The devices that are connected and may change the board; this one among them, if it may. */
  readonly present: () => readonly ReplicaId[];
  /** The window is to measure these. */
  readonly measure: (ids: readonly string[]) => void;
}

interface Watched {
  readonly by: ReplicaId;
  /** After the merge. */
  readonly look: BoardElement;
  turns: number;
}

/**
 * Every device watches the same texts, and each of them gives the turns in the same order: first to the author, if it is
 * still there, then to the present devices by id. A text is measured once by each of `maxTurns` devices at most, so
 * devices whose fonts differ do not correct each other.
 */
export class UnmeasuredTexts {
  readonly #options: UnmeasuredTextsOptions;
  readonly #watched = new BoundedMap<string, Watched>(maxUnmeasured);
  #cancel: (() => void) | undefined;

  constructor(options: UnmeasuredTextsOptions) {
    this.#options = options;
  }

  /** Their commands have just been applied. */
  merged(texts: readonly MergedText[]): void {
    for (const { id, by } of texts) {
      const look = this.#options.element(id);
      if (look !== undefined) this.#watched.set(id, { by, look, turns: 0 });
    }
    if (this.#watched.size > 0 && this.#cancel === undefined) this.#wait();
  }

  stop(): void {
    this.#cancel?.();
    this.#watched.clear();
  }

  #wait(): void {
    this.#cancel = this.#options.clock.after(measureMilliseconds, () => {
      this.#cancel = undefined;
      this.#giveTurns();
      if (this.#watched.size > 0) this.#wait();
    });
  }

  #giveTurns(): void {
    const { me, element, present, measure } = this.#options;
    const others = present().toSorted(compareCodeUnits);
    const mine: string[] = [];
    for (const [id, watched] of [...this.#watched]) {
      const { by, look, turns } = watched;
      const inOrder = others.includes(by) ? [by, ...others.filter((one) => one !== by)] : others;
      const isOver = !isUnmeasured(look, element(id)) || turns >= Math.min(maxTurns, inOrder.length);
      if (isOver) this.#watched.delete(id);
      else if (inOrder[turns] === me) mine.push(id);
      watched.turns += 1;
    }
    if (mine.length > 0) measure(mine);
  }
}

/** Whether the element still has the size and the text of the merge. */
function isUnmeasured(look: BoardElement, now: BoardElement | undefined): boolean {
  if (now === undefined || now.isDeleted === true) return false;
  return ['originalText', 'text', 'width', 'height'].every((name) => now[name] === look[name]);
}
