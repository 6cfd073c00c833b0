/** This device is about to go (sleep, quit): it says so until it is gone, so that another one votes and leads. */

import type { Context } from '../core/context.ts';

export class Departure {
  readonly #context: Context;
  #signsOff = false;

  constructor(context: Context) {
    this.#context = context;
  }

  get signsOff(): boolean {
    return this.#signsOff;
  }

  /** To every member, as any of them may lead next; where this replica leads itself, `status` informs the policy. */
  announce(going: boolean): void {
    this.#signsOff = going;
    this.#context.broadcast({ type: 'signOff', going }, 'now');
  }

  tick(): void {
    if (this.#signsOff && this.#context.tick % this.#context.limits.resendTicks === 0) this.announce(true);
  }
}
