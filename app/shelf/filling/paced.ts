/** Bounds what a long run of changes has in progress, lets the window draw between them, and ends with the board or by a signal. */

import { type Clock, sleep } from '#app/clock/clock.ts';
import type { BoardSession } from '../../session/api.ts';
import type { Result } from '../../session/result.ts';

/** Commands in progress, at most: the outbox has room for 10,000. */
const maxUnsettled = 1_000;

/** Milliseconds of work before the window draws. */
const sliceMilliseconds = 12;

/** The board stopped, so the results of its changes never arrive. */
export class BoardStopped extends Error {
  override readonly name = 'BoardStopped';
}

export class Paced {
  readonly #session: Pick<BoardSession, 'view' | 'subscribe'>;
  readonly #clock: Clock;
  readonly #ended: Promise<never>;
  #end: () => void = () => undefined;
  #results: Promise<Result>[] = [];
  #begun: number;
  /** Changes that the board refused. */
  refused = 0;

  /** @param signal ends the run with its reason. */
  constructor(session: Pick<BoardSession, 'view' | 'subscribe'>, clock: Clock, signal?: AbortSignal) {
    this.#session = session;
    this.#clock = clock;
    this.#begun = clock.now();
    this.#ended = new Promise((_, reject) => {
      const abort = (): void => reject(signal?.reason);
      const look = (): void => {
        const { health } = session.view();
        if (health.state === 'stopped') reject(new BoardStopped(health.reason));
      };
      const endView = session.subscribe(look);
      signal?.addEventListener('abort', abort);
      this.#end = () => {
        endView();
        signal?.removeEventListener('abort', abort);
      };
      look();
      if (signal?.aborted === true) abort();
    });
    // Nobody may be waiting when it ends.
    this.#ended.catch(() => undefined);
  }

  /** Adds a change; resolves when the next one may be made. */
  async add(result: Promise<Result>): Promise<void> {
    this.#results.push(result);
    if (this.#results.length >= maxUnsettled) await this.settled();
    await this.rest();
  }

  /** Lets the window draw if it is time. */
  async rest(): Promise<void> {
    if (this.#clock.now() - this.#begun < sliceMilliseconds) return;
    await this.unlessEnded(sleep(this.#clock, 0));
    this.#begun = this.#clock.now();
  }

  /** Resolves when all added changes are settled. */
  async settled(): Promise<void> {
    const results = await this.unlessEnded(Promise.all(this.#results));
    this.#results = [];
    this.refused += results.filter(({ status }) => status !== 'applied').length;
  }

  /** Resolves when the board has at most this many unsettled changes. */
  async pendingAtMost(changes: number): Promise<void> {
    let end = (): void => undefined;
    try {
      await this.unlessEnded(
        new Promise<void>((resolve) => {
          const look = (): void => {
            if (this.#session.view().pendingChanges <= changes) resolve();
          };
          end = this.#session.subscribe(look);
          look();
        }),
      );
    } finally {
      end();
    }
  }

  unlessEnded<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.#ended]);
  }

  stop(): void {
    this.#end();
  }
}
