/** A device's Web Storage: it holds the commands that an ending page keeps because its disk lacks them. Writes to it are synchronous. */

import {
  following,
  lackedBy,
  lastUnsaved,
  mayReplace,
  mayTake,
  type OutboxEnd,
} from '#shared/replica/kept.ts';
import { nothingUnsaved, type Unsaved } from '#shared/replica/outbox.ts';

export class PageStorage {
  #kept = nothingUnsaved;
  /** The page that keeps them, or has taken them since. */
  #keeper = 0;

  /** The page of `incarnation` may end at any moment. @param pending its whole outbox. */
  keep(pending: Unsaved, incarnation: number, nextSequence: number): void {
    if (!mayReplace(this.#kept, this.#keeper, incarnation)) return;
    this.#kept = lackedBy(nextSequence, pending);
    this.#keeper = incarnation;
  }

  /** The page of `incarnation` starts, with a disk that ends at `end`. @returns the commands that it takes. */
  open(end: OutboxEnd, incarnation: number): Unsaved {
    const taken = mayTake(this.#keeper, incarnation) ? following(end, this.#kept) : nothingUnsaved;
    this.#keeper = incarnation;
    if (lastUnsaved(taken) === 0) this.#kept = nothingUnsaved;
    return taken;
  }

  /** The running page has stored every command before `nextSequence`. */
  stored(nextSequence: number): void {
    if (nextSequence > lastUnsaved(this.#kept)) this.#kept = nothingUnsaved;
  }
}
