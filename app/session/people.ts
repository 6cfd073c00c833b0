/** Who is on a board, as this device sees it: what was agreed on, and who is connected right now. */

import type { Peer } from '#app/mesh/transport.ts';
import type { Member } from '#shared/board/state.ts';
import type { Status } from '#shared/paxos/effects.ts';
import type { ReplicaId } from '#shared/paxos/ids.ts';
import type { Person } from './view.ts';

export interface PeopleSources {
  readonly me: ReplicaId;
  /** As the person set it on this device; may be ahead of what is agreed, may be empty. */
  readonly myName: string;
  readonly members: Iterable<Member>;
  readonly peers: readonly Peer[];
  readonly status: Pick<Status, 'configuration' | 'leader'>;
}

/** Everyone who ever joined, votes or is connected: this device first, then by name, ties by id. */
export function people(sources: PeopleSources): readonly Person[] {
  const { me, status } = sources;
  const agreedNames = new Map<ReplicaId, string>();
  for (const member of sources.members) agreedNames.set(member.id, member.name);
  const peers = new Map<ReplicaId, Peer>();
  for (const peer of sources.peers) if (peer.replica !== me) peers.set(peer.replica, peer);
  const voters = new Set(status.configuration?.voters);

  const person = (id: ReplicaId): Person => {
    const peer = peers.get(id);
    const agreed = agreedNames.get(id);
    const name = id === me ? sources.myName || agreed : agreed || peer?.name;
    return {
      id,
      name: name || nameless(id),
      isMe: id === me,
      connected: id === me || peer !== undefined,
      votes: voters.has(id),
      leads: status.leader.round > 0 && status.leader.replica === id,
      ...(peer?.roundTripMs === undefined ? {} : { roundTripMs: peer.roundTripMs }),
    };
  };

  const others = new Set([...agreedNames.keys(), ...peers.keys(), ...voters]);
  others.delete(me);
  return [person(me), ...[...others].map(person).sort(byName)];
}

/** What a device is called whose person gave no name yet. */
export function nameless(id: ReplicaId): string {
  return `Device ${id.slice(0, 4)}`;
}

/** One collator of a fixed locale: comparing by a new one each time is slow. The order is for this window only. */
const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

function byName(a: Person, b: Person): number {
  return collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
}
