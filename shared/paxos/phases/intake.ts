/**
 * The leader's queue: groups of commands that wait for a slot, in order of arrival, each the next of its origin.
 *
 * The queue is bounded. It drops a group that does not fit; the leader asks for it again once it has room (`leadership.ts`).
 */

import type { Sessions } from '../log/sessions.ts';
import { bodyBytes, type Entry, type Group, maxBatchBytes, maxBatchCommands } from '../model/entry.ts';
import type { ReplicaId } from '../model/ids.ts';
import type { Limits } from '../model/limits.ts';

export class Intake {
  readonly #limits: Limits;
  /** The sessions after everything proposed and queued is decided. */
  #expected: Sessions;
  #queue: Group[] = [];
  #taken = 0;
  #queuedCommands = 0;
  #queuedBytes = 0;

  /**
   * @param applied the sessions through the last decided slot.
   * @param proposed the entries that are proposed again after that slot, and so precede everything queued here.
   */
  constructor(limits: Limits, applied: Sessions, proposed: readonly Entry[]) {
    this.#limits = limits;
    this.#expected = applied.clone();
    for (const entry of proposed) if (entry.type === 'commands') this.#expected.admitAll(entry.groups);
  }

  get isEmpty(): boolean {
    return this.#taken === this.#queue.length;
  }

  /** The last sequence of `origin` that is proposed or queued. */
  last(origin: ReplicaId): number {
    return this.#expected.last(origin);
  }

  /** Queues `group` if it is the next of its origin. @returns false if there is no room for it. */
  offer(group: Group): boolean {
    if (this.#queuedCommands >= this.#limits.maxQueuedCommands) return false;
    const bytes = bodyBytes(group);
    if (this.#queuedBytes + bytes > this.#limits.maxQueuedBytes) return false;
    if (!this.#expected.admit(group)) return true;
    this.#queue.push(group);
    this.#queuedCommands += group.bodies.length;
    this.#queuedBytes += bytes;
    return true;
  }

  /** Whether half of the queue is free: an invitation to submit again should not find it full. */
  get hasRoom(): boolean {
    const { maxQueuedCommands, maxQueuedBytes } = this.#limits;
    return this.#queuedCommands <= maxQueuedCommands / 2 && this.#queuedBytes <= maxQueuedBytes / 2;
  }

  /** The next batch: as many groups as fit in one entry. */
  take(): Entry {
    const groups: Group[] = [];
    let commands = 0;
    let bytes = 0;
    for (;;) {
      const group = this.#queue[this.#taken];
      if (group === undefined) break;
      commands += group.bodies.length;
      bytes += bodyBytes(group);
      if ((commands > maxBatchCommands || bytes > maxBatchBytes) && groups.length > 0) break;
      groups.push(group);
      this.#queuedCommands -= group.bodies.length;
      this.#queuedBytes -= bodyBytes(group);
      this.#taken += 1;
    }
    if (this.#taken === this.#queue.length) {
      this.#queue = [];
      this.#taken = 0;
    } else if (this.#taken >= this.#limits.maxQueuedCommands) {
      this.#queue = this.#queue.slice(this.#taken);
      this.#taken = 0;
    }
    return { type: 'commands', groups };
  }
}
