/** Whether a status has other roles than the last one. Statuses come with every message and tick. */

import type { Roles } from '#app/mesh/transport.ts';
import type { Status } from '#shared/paxos/effects.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';

export class RolesChange {
  #leader: ReplicaId | undefined;
  #voters: readonly ReplicaId[] | undefined;

  /** @returns undefined if nothing has changed, or no configuration is known. */
  observe({ configuration, leader, quorumReached }: Status): Roles | undefined {
    if (configuration === undefined) return undefined;
    const working = quorumReached ? leader.replica : undefined;
    const { voters } = configuration;
    if (voters === this.#voters && working === this.#leader) return undefined;
    this.#voters = voters;
    this.#leader = working;
    return { leader: working, voters: new Set(voters) };
  }
}
