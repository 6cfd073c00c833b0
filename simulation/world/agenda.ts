/** The simulated clock: planned events, in order of time; ties in order of planning. */

interface Planned {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
}

function isBefore(a: Planned, b: Planned): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** A binary heap. Times are in units of {@link tickTime}. */
export class Agenda {
  readonly #heap: Planned[] = [];
  #now = 0;
  #order = 0;

  get now(): number {
    return this.#now;
  }

  /** The time of the next event; `Infinity` if nothing is planned. */
  get nextAt(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Plans `act` for `delay` from now. */
  after(delay: number, act: () => void): void {
    this.at(this.#now + delay, act);
  }

  /** Plans `act` for the time `at`, or for now if that has passed. */
  at(at: number, act: () => void): void {
    this.#order += 1;
    this.#push({ at: Math.max(Math.ceil(at), this.#now), order: this.#order, act });
  }

  /** Runs the next event. @returns whether there was one. */
  step(): boolean {
    const next = this.#pop();
    if (next === undefined) return false;
    this.#now = next.at;
    next.act();
    return true;
  }

  #push(planned: Planned): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = heap[parentAt];
      if (parent === undefined || !isBefore(planned, parent)) break;
      heap[at] = parent;
      at = parentAt;
    }
    heap[at] = planned;
  }

  #pop(): Planned | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      if (left === undefined) break;
      const right = heap[2 * at + 2];
      const isRight = right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (!isBefore(child, last)) break;
      heap[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = last;
    return first;
  }
}

/** Units of simulated time in one tick of an unskewed clock. */
export const tickTime = 1_000;
