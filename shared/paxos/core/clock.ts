/** The time of one incarnation, in ticks. The driver advances it; the engine has no other clock. */
export class Clock {
  #tick = 0;

  /** Ticks since this incarnation began. */
  get tick(): number {
    return this.#tick;
  }

  advance(): void {
    this.#tick += 1;
  }
}
