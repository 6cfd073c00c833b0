/**
 * 18. A device offers a recovery exactly when it has reached no majority for 30 s without an interruption, and knows a
 * board to continue with; and it does not claim a majority after a silence of all members.
 *
 * Covers one run of one device, tick by tick.
 */

import type { Status } from '#shared/paxos/effects.ts';
import { replyLifetimeRounds } from '#shared/paxos/model/limits.ts';
import type { Device } from '#shared/replica/device.ts';
import { Violation } from '../violation.ts';

const rule = '18 recovery offer';

/** 30 s of 50 ms. */
const patienceTicks = 600;

export class RecoveryOffer {
  #withoutMajority = 0;
  /** Ticks since a message of another member, or since the storage was busy: an engine that recovers ignores time. */
  #silence = 0;

  /** A message of another member arrived. */
  heard(): void {
    this.#silence = 0;
  }

  /** Runs one tick of `device`. @throws Violation */
  during(device: Device, tick: () => void, isStorageAtRest: boolean, heartbeatTicks: number): void {
    if (!device.isRunning) return tick();
    this.#withoutMajority = device.status().quorumReached ? 0 : this.#withoutMajority + 1;
    this.#silence = isStorageAtRest ? this.#silence + 1 : 0;
    tick();
    if (!device.isRunning) return;
    const status = device.status();
    this.#assertNoClaim(status, heartbeatTicks);
    const isDue = this.#withoutMajority >= patienceTicks && !status.quorumReached;
    const isOffered = status.configuration !== undefined && isDue;
    if (device.canRecover === isOffered) return;
    const offers = isOffered ? 'does not offer a recovery' : 'offers a recovery';
    throw new Violation(
      rule,
      `${device.id} ${offers} after ${this.#withoutMajority} ticks without a majority`,
    );
  }

  #assertNoClaim({ id, configuration, quorumReached }: Status, heartbeatTicks: number): void {
    const isAlone = configuration?.voters.length === 1 && configuration.voters.includes(id);
    if (!quorumReached || isAlone || this.#silence <= (replyLifetimeRounds + 2) * heartbeatTicks) return;
    throw new Violation(rule, `${id} claims a majority after ${this.#silence} ticks of silence`);
  }
}
