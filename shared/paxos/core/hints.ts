/**
 * Writes how far decisions go, where no other write carries it.
 *
 * A write after each decision would take as long as the next vote, which waits for it. The position is only a hint: a
 * restart without it learns it again. So it waits until the storage has been idle for a moment, or the driver closes. A
 * moment only: a device that is killed before, and starts alone, shows its person less than they have seen. Reports of
 * decisions that this replica lacks are more than a hint, and wait only for the storage. So is a decided configuration: a
 * replica that a power cut returns to the voters before it would wait for members that have left.
 */

import { noWrite } from '../model/ids.ts';
import type { Context } from './context.ts';

/** Ticks without any write before the hint is written. Proposals of people at work follow one another sooner, or much later. */
export const hintTicks = 3;

export class Hints {
  readonly #context: Context;
  /** The latest write that was seen, and the ticks since then. */
  #lastWrite = noWrite;
  #idleTicks = 0;

  constructor(context: Context) {
    this.#context = context;
  }

  tick(): void {
    const { isWriting, lastWrite, lagsInDecisions, lagsInReports, lagsInVoters } = this.#context;
    this.#idleTicks = isWriting || lastWrite !== this.#lastWrite ? 0 : this.#idleTicks + 1;
    this.#lastWrite = lastWrite;
    if (isWriting) return;
    if (lagsInReports) this.#context.write({ records: [] });
    else if (lagsInDecisions && this.#idleTicks >= hintTicks) {
      this.#context.write(lagsInVoters ? { records: [] } : { records: [], isHint: true });
    }
  }

  /** The driver is about to close. */
  flush(): void {
    if (this.#context.lagsInDecisions || this.#context.lagsInReports) this.#context.write({ records: [] });
  }
}
