/** A calm board whose devices come and go daily, with the policy choosing the voters and all checks on. */

import { calmPlan, Mesh } from './mesh.ts';

/** Ticks that a closing device waits for the others to take over, at most: 500 ms of 50 ms. */
const leavingTicks = 10;

/** Ticks within which a calm board settles a command, if it can. */
const settlingTicks = 120;

/** Long enough for links to settle and for the policy to assign votes, two at a time. */
const growingTicks = 150;

export class Days {
  readonly #mesh: Mesh;

  /** `count` devices are connected; 1 has founded the board. */
  constructor(count: number, seed = 1) {
    this.#mesh = new Mesh(count, seed, { plan: { ...calmPlan(seed, count), policy: {} } });
    this.#mesh.run(growingTicks);
  }

  /** Signs off, waits as long as an app does, and stops. */
  leave(number: number): void {
    this.#mesh.world.signOff(this.#mesh.member(number));
    this.#mesh.run(leavingTicks);
    this.crash(number);
  }

  /** Stops without signing off. */
  crash(number: number): void {
    this.#mesh.world.crash(this.#mesh.member(number));
    this.#mesh.run(settlingTicks / 2);
  }

  start(number: number): void {
    this.#mesh.world.boot(this.#mesh.member(number));
    this.#mesh.run(leavingTicks);
  }

  /** Whether a command submitted by `number` now settles within the bound. */
  settles(number: number): boolean {
    const member = this.#mesh.member(number);
    this.#mesh.submit(number);
    for (let ticks = 0; ticks < settlingTicks; ticks += 1) {
      this.#mesh.run(1);
      if (member.pendingCommands === 0) return true;
    }
    return false;
  }

  /** The voters that `number` knows; its window names the missing ones. */
  votersKnownTo(number: number): readonly number[] {
    const { configuration } = this.#mesh.member(number).device?.status() ?? {};
    return (configuration?.voters ?? []).map((voter) => Number(voter.slice(1)));
  }
}
