/** The linked devices of a board, each with the id of its person: the same map until one changes. */

import type { Member } from '#shared/board/state.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';

export type DeviceLinks = ReadonlyMap<ReplicaId, ReplicaId>;

export const noLinks: DeviceLinks = new Map();

export class Links {
  #links: DeviceLinks = noLinks;

  of(members: Iterable<Pick<Member, 'id' | 'deviceOf'>>): DeviceLinks {
    const links = new Map<ReplicaId, ReplicaId>();
    for (const { id, deviceOf } of members) if (deviceOf !== undefined) links.set(id, deviceOf);
    const isSame =
      links.size === this.#links.size && [...links].every(([id, person]) => this.#links.get(id) === person);
    if (!isSame) this.#links = links;
    return this.#links;
  }
}
