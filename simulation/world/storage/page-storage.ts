/** A device's Web Storage: it holds the commands that an ending page keeps because its disk lacks them. Writes to it are synchronous. */

import {
  following,
  lackedBy,
  lastUnsaved,
  mayReplace,
  mayTake,
  type OutboxEnd,
} from '#shared/replica/outbox/kept.ts';
import { nothingUnsaved, type Unsaved } from '#shared/replica/outbox/outbox.ts';

interface Contents {
  readonly kept: Unsaved;
  /** The page that keeps them, or has taken them since. */
  readonly keeper: number;
}

/** As `app/store/unsaved-commands.ts`, without bounds and without damage. */
export class PageStorage {
  /** Absent if no page keeps anything: then nothing tells which page was the last one. */
  #contents: Contents | undefined;

  get #kept(): Unsaved {
    return this.#contents?.kept ?? nothingUnsaved;
  }

  /** The page of `incarnation` may end at any moment. @param pending its whole outbox. */
  keep(pending: Unsaved, incarnation: number, nextSequence: number): void {
    if (mayReplace(this.#kept, this.#contents?.keeper, incarnation))
      this.#replace(lackedBy(nextSequence, pending), incarnation);
  }

  /** The page of `incarnation` starts, with a disk that ends at `end`. @returns the commands that it takes. */
  open(end: OutboxEnd, incarnation: number): Unsaved {
    if (!mayTake(this.#contents?.keeper, incarnation)) return nothingUnsaved;
    const taken = following(end, this.#kept);
    if (lastUnsaved(taken) !== 0) this.#replace(taken, incarnation);
    return taken;
  }

  /** The running page has stored every command before `nextSequence`. */
  stored(nextSequence: number): void {
    if (nextSequence > lastUnsaved(this.#kept)) this.#contents = undefined;
  }

  #replace(kept: Unsaved, keeper: number): void {
    this.#contents = lastUnsaved(kept) === 0 ? undefined : { kept, keeper };
  }
}
