/** The transactions and signatures in progress: a replica that closes waits for them. */

import type { BoardStore } from '#app/store/board-store.ts';
import type { Batch } from '#shared/replica/loop/loop.ts';
import type { Seals } from '#shared/replica/seals/seals.ts';

export interface CommitsOptions {
  readonly store: Pick<BoardStore, 'commit'>;
  readonly seals: Pick<Seals, 'seal'>;
  /** The batch is durable. */
  saved(): void;
  failed(error: unknown): void;
}

export class Commits {
  readonly #options: CommitsOptions;
  #committing: Promise<void> | undefined;
  #sealing: Promise<void> | undefined;

  constructor(options: CommitsOptions) {
    this.#options = options;
  }

  seal(...[unsealed, answer]: Parameters<Seals['seal']>): void {
    let done = (): void => undefined;
    this.#sealing = new Promise((resolve) => {
      done = resolve;
    });
    this.#options.seals.seal(unsealed, (groups) => {
      this.#sealing = undefined;
      answer(groups);
      done();
    });
  }

  write(batch: Batch): void {
    this.#committing = this.#options.store.commit(batch).then(
      () => {
        this.#committing = undefined;
        this.#options.saved();
      },
      (error: unknown) => {
        this.#committing = undefined;
        this.#options.failed(error);
      },
    );
  }

  /** Resolves when nothing is in progress: the end of a transaction may start another one, and commands are signed before each. */
  async finished(): Promise<void> {
    for (;;) {
      const inProgress = this.#committing ?? this.#sealing;
      if (inProgress === undefined) return;
      await inProgress;
    }
  }
}
