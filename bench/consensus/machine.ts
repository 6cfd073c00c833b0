/** A minimal state machine: its digest shows whether all replicas applied the same commands in the same order. */

export class Machine {
  readonly #position: number;
  #applied = 0;
  #own = 0;
  #digest = 0;

  /** @param position of its replica. */
  constructor(position: number) {
    this.#position = position;
  }

  /** Commands applied. */
  get applied(): number {
    return this.#applied;
  }

  /** Applied commands that this replica submitted. */
  get own(): number {
    return this.#own;
  }

  /** Depends on every command applied, and on their order. */
  get digest(): number {
    return this.#digest;
  }

  /** Applies command `number` of the replica at `origin`. */
  apply(origin: number, number: number): void {
    this.#applied += 1;
    if (origin === this.#position) this.#own += 1;
    this.#digest = Math.imul(this.#digest ^ (number * 8 + origin), 0x01000193);
  }
}
