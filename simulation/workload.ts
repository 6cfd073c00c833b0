/** The clients: at random intervals one of them writes, claims or reads. */

import { bodyOf, type Operation } from './histories/operation.ts';
import type { Random } from './random.ts';
import { tickTime } from './world/agenda.ts';
import { newerBuild } from './world/builds.ts';
import type { Member } from './world/member.ts';
import type { World } from './world/world.ts';

export class Workload {
  readonly #world: World;
  readonly #random: Random;
  readonly #newer: Random;
  #given = 0;
  #isOn = true;

  constructor(world: World) {
    this.#world = world;
    this.#random = world.random.fork('workload');
    this.#newer = world.random.fork('operations of the newer version');
    this.#planNext();
  }

  stop(): void {
    this.#isOn = false;
  }

  /** One command from `member`. */
  submit(member: Member): void {
    this.#given += 1;
    this.#world.command(member, bodyOf(this.#known(member, this.#operation())));
  }

  /** One command of the size used on slow links. */
  submitLarge(member: Member): void {
    this.#given += 1;
    this.#world.command(member, bodyOf(this.#writing()));
  }

  #planNext(): void {
    const { plan, agenda } = this.#world;
    agenda.after(this.#random.exponential(plan.commandGap * tickTime), () => {
      if (!this.#isOn) return;
      const member = this.#random.pick(this.#world.running);
      const count = this.#random.between(1, plan.burst);
      for (let done = 0; done < count && member !== undefined && this.#given < plan.maxCommands; done += 1) {
        this.submit(member);
      }
      this.#planNext();
    });
  }

  /** On a device with the newer version some writes are of the kind that only that version knows. */
  #known({ build }: Member, operation: Operation): Operation {
    if (build !== newerBuild || operation.type !== 'write' || !this.#newer.chance(0.6)) return operation;
    return { ...operation, type: 'append' };
  }

  #operation(): Operation {
    const key = `k${this.#random.between(1, this.#world.plan.keys)}`;
    const type = this.#random.oneOf('write', 'write', 'read', 'claim');
    return type === 'write' ? this.#writing(key) : { type, key };
  }

  #writing(key = 'k1'): Operation {
    const { bodyBytes = 0 } = this.#world.plan.links ?? {};
    return { type: 'write', key, value: `v${this.#given}`.padEnd(bodyBytes, '.') };
  }
}
