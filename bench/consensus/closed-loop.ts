/** A closed loop: a fixed number of commands is in flight all the time; when a submitter applies one of them, the next is submitted. */

import type { Cluster } from './cluster.ts';

export interface Load {
  /** In total. */
  readonly commands: number;
  /** Commands in flight at once. */
  readonly window: number;
  /** Positions of the replicas that submit, in turn. */
  readonly submitters: readonly number[];
}

export interface Latencies {
  /** Message delays from a command's submission until its submitter has applied it. */
  readonly median: number;
  readonly most: number;
}

/** Duration of one message delay. It determines only the number of delays per tick. */
const delayMilliseconds = 1;

/** Delays without progress after which the loop fails. */
const maxIdleDelays = 100_000;

/**
 * Runs until every replica has applied every command.
 *
 * @throws Error if no replica applies a command for {@link maxIdleDelays}, or if the replicas differ at the end.
 */
export function runClosedLoop(cluster: Cluster, load: Load): Latencies {
  const loop = new ClosedLoop(cluster, load);
  return loop.run();
}

class ClosedLoop {
  readonly #cluster: Cluster;
  readonly #load: Load;
  readonly #delaysPerTick: number;
  /** Commands that every replica had applied at the start. */
  readonly #before: number;
  /** For each replica, the times of submission of its commands, the oldest first, and how many it has applied since the start. */
  readonly #submitted: { readonly at: number[]; done: number; readonly ownBefore: number }[];
  /** At index n: the number of commands with a latency of n delays. */
  readonly #byLatency: number[] = [];
  #now = 0;
  #turn = 0;
  #sent = 0;
  #done = 0;
  #progressAt = 0;

  constructor(cluster: Cluster, load: Load) {
    this.#cluster = cluster;
    this.#load = load;
    this.#delaysPerTick = Math.round(cluster.tickMilliseconds / delayMilliseconds);
    this.#before = cluster.machine(0).applied;
    this.#submitted = Array.from({ length: cluster.size }, (_, position) => ({
      at: [],
      done: 0,
      ownBefore: cluster.machine(position).own,
    }));
  }

  run(): Latencies {
    const { commands } = this.#load;
    const everywhere = this.#before + commands;
    while (this.#done < commands) {
      this.#submit();
      this.#pass();
      this.#collect();
    }
    while (!this.#all((position) => this.#cluster.machine(position).applied === everywhere)) this.#pass();
    const { digest } = this.#cluster.machine(0);
    if (!this.#all((position) => this.#cluster.machine(position).digest === digest)) {
      throw new Error('the replicas applied different commands');
    }
    return { median: this.#quantile(0.5), most: this.#byLatency.length - 1 };
  }

  #all(holds: (position: number) => boolean): boolean {
    for (let position = 0; position < this.#cluster.size; position += 1) if (!holds(position)) return false;
    return true;
  }

  #submit(): void {
    const { commands, window, submitters } = this.#load;
    const counts = new Map<number, number>();
    while (this.#sent < commands && this.#sent - this.#done < window) {
      const submitter = submitters[this.#turn % submitters.length] ?? 0;
      counts.set(submitter, (counts.get(submitter) ?? 0) + 1);
      this.#submitted[submitter]?.at.push(this.#now);
      this.#turn += 1;
      this.#sent += 1;
    }
    for (const [submitter, count] of counts) this.#cluster.submit(submitter, count);
  }

  #pass(): void {
    this.#now += 1;
    this.#cluster.delay();
    if (this.#now % this.#delaysPerTick === 0) this.#cluster.tick();
    if (this.#now - this.#progressAt > maxIdleDelays)
      throw new Error(`no replica applied a command for ${maxIdleDelays} delays`);
  }

  #collect(): void {
    for (const [position, own] of this.#submitted.entries()) {
      const done = this.#cluster.machine(position).own - own.ownBefore;
      if (done > own.done) this.#progressAt = this.#now;
      for (; own.done < done; own.done += 1) {
        const latency = this.#now - (own.at[own.done] ?? this.#now);
        while (this.#byLatency.length <= latency) this.#byLatency.push(0);
        this.#byLatency[latency] = (this.#byLatency[latency] ?? 0) + 1;
        this.#done += 1;
      }
    }
  }

  #quantile(part: number): number {
    let left = part * this.#done;
    for (const [latency, count] of this.#byLatency.entries()) {
      left -= count;
      if (left <= 0) return latency;
    }
    return this.#byLatency.length - 1;
  }
}
