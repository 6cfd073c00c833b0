/** A calm board whose devices come and go by the day, as people do, with the policy choosing who votes and all checks on. */

import { calmPlan, Mesh } from './mesh.ts';

/** Ticks that a closing device waits for the others to take over, at most: 500 ms of 50 ms. */
const leavingTicks = 10;

/** Ticks within which a calm board settles a change, or does not. */
const settlingTicks = 120;

/** Long enough for links to settle and for the policy to give votes, a pair at a time. */
const growingTicks = 150;

export class Days {
  readonly #mesh: Mesh;

  /** All of `count` devices are there; 1 has founded the board. */
  constructor(count: number, seed = 1) {
    this.#mesh = new Mesh(count, seed, { plan: { ...calmPlan(seed, count), policy: {} } });
    this.#mesh.run(growingTicks);
  }

  /** Signs off, waits for as long as an app does, and is gone. */
  leave(number: number): void {
    this.#mesh.world.signOff(this.#mesh.member(number));
    this.#mesh.run(leavingTicks);
    this.shut(number);
  }

  /** Is gone without a word. */
  shut(number: number): void {
    this.#mesh.world.crash(this.#mesh.member(number));
    this.#mesh.run(settlingTicks / 2);
  }

  come(number: number): void {
    this.#mesh.world.boot(this.#mesh.member(number));
    this.#mesh.run(leavingTicks);
  }

  /** Whether what `number` does now is settled, here and soon. */
  settles(number: number): boolean {
    const member = this.#mesh.member(number);
    this.#mesh.submit(number);
    for (let ticks = 0; ticks < settlingTicks; ticks += 1) {
      this.#mesh.run(1);
      if (member.pendingCommands === 0) return true;
    }
    return false;
  }

  /** The voters as `number` knows them; its window names the missing ones. */
  votersKnownTo(number: number): readonly number[] {
    const { configuration } = this.#mesh.member(number).device?.status() ?? {};
    return (configuration?.voters ?? []).map((voter) => Number(voter.slice(1)));
  }
}
