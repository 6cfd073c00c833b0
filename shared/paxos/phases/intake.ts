/**
 * The leader's queue: commands that wait for a slot, each the next of its origin, in the order of arrival.
 *
 * Bounded: what does not fit is not kept, as if it had been lost on the way; its origin submits it again.
 */

import type { Sessions } from '../log/sessions.ts';
import { type Command, type Entry, maxBatchBytes, maxBatchCommands } from '../model/entry.ts';
import type { ReplicaId } from '../model/ids.ts';
import type { Limits } from '../model/limits.ts';

export class Intake {
  readonly #limits: Limits;
  /** Sessions as they will be once all that is proposed and queued is decided. */
  #expected: Sessions;
  #queue: Command[] = [];
  #taken = 0;
  #queuedBytes = 0;

  /**
   * @param applied the sessions through the last decided slot.
   * @param proposed what is proposed again from there on, and so will be decided before anything queued here.
   */
  constructor(limits: Limits, applied: Sessions, proposed: readonly Entry[]) {
    this.#limits = limits;
    this.#expected = applied.clone();
    for (const entry of proposed) if (entry.type === 'commands') this.#expected.admitAll(entry.commands);
  }

  get isEmpty(): boolean {
    return this.#taken === this.#queue.length;
  }

  /** The last sequence of `origin` that is proposed or queued. */
  last(origin: ReplicaId): number {
    return this.#expected.last(origin);
  }

  /** Queues `command` if it is the next of its origin and there is room. */
  offer(command: Command): void {
    const queued = this.#queue.length - this.#taken;
    if (queued >= this.#limits.maxQueuedCommands) return;
    if (this.#queuedBytes + command.body.byteLength > this.#limits.maxQueuedBytes) return;
    if (!this.#expected.admit(command)) return;
    this.#queue.push(command);
    this.#queuedBytes += command.body.byteLength;
  }

  /** The next batch: as many commands as one entry holds. */
  take(): Entry {
    const commands: Command[] = [];
    let bytes = 0;
    while (commands.length < maxBatchCommands) {
      const command = this.#queue[this.#taken];
      if (command === undefined) break;
      bytes += command.body.byteLength;
      if (bytes > maxBatchBytes && commands.length > 0) break;
      commands.push(command);
      this.#queuedBytes -= command.body.byteLength;
      this.#taken += 1;
    }
    if (this.#taken === this.#queue.length) {
      this.#queue = [];
      this.#taken = 0;
    } else if (this.#taken >= this.#limits.maxQueuedCommands) {
      this.#queue = this.#queue.slice(this.#taken);
      this.#taken = 0;
    }
    return { type: 'commands', commands };
  }
}
