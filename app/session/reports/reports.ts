/** Reports parts of a session's view, each once: the summary to the shelf, removed devices to the network. */

import equal from 'fast-deep-equal';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { BoardFacts } from '../session-options.ts';
import type { SessionView } from '../view/view.ts';

export interface ReportsOptions {
  /** The facts have changed. */
  readonly remember: ((known: BoardFacts) => void) | undefined;
  /** These devices are removed: they get no link, and their presence is not shown. */
  readonly remove: (removed: readonly ReplicaId[]) => void;
}

export class Reports {
  readonly #options: ReportsOptions;
  #facts: BoardFacts | undefined;
  #removed: SessionView['removed'] = [];

  constructor(options: ReportsOptions) {
    this.#options = options;
  }

  facts(known: BoardFacts): void {
    if (equal(known, this.#facts)) return;
    this.#facts = known;
    this.#options.remember?.(known);
  }

  /** @param removed the same object if nothing in it changed. */
  removed(removed: SessionView['removed']): void {
    if (removed === this.#removed) return;
    this.#removed = removed;
    this.#options.remove(removed.map(({ id }) => id));
  }
}
