/** The engine, with every event and every effect reported to an observer. */

import type { Effects, Event, Status } from '#shared/paxos/effects.ts';
import type { Engine } from '#shared/replica/loop/loop.ts';

export interface EngineWatch {
  /** The engine is about to process `event`. */
  stepping(event: Event): void;
  /** @returns the effects that the loop gets. */
  drained(effects: Effects): Effects;
}

export class WatchedEngine implements Engine {
  readonly #engine: Engine;
  readonly #watch: EngineWatch;

  constructor(engine: Engine, watch: EngineWatch) {
    this.#engine = engine;
    this.#watch = watch;
  }

  step(event: Event): void {
    this.#watch.stepping(event);
    this.#engine.step(event);
  }

  drain(): Effects {
    return this.#watch.drained(this.#engine.drain());
  }

  status(): Status {
    return this.#engine.status();
  }
}
