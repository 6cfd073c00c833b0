/**
 * Announces that this device is about to leave (sleep, quit), so that another voter takes its place. If the message is
 * lost, its next heartbeat reply says so.
 */

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

  /** To every member, as any of them may lead next; if this replica leads, `status` informs the policy. */
  announce(going: boolean): void {
    this.#signsOff = going;
    this.#context.broadcast({ type: 'signOff', going }, 'now');
  }
}
