/** The computers that lend their votes to a board, from this device's view. */

import type { Peer } from '#app/mesh/transport.ts';
import { lenderOf } from '#shared/board/lending.ts';
import type { BoardView } from '#shared/board/state.ts';
import type { Status } from '#shared/paxos/effects.ts';
import { isWitness } from '#shared/paxos/model/configuration.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Witness } from '../view.ts';

export interface WitnessSources {
  readonly me: ReplicaId;
  readonly settled: Pick<BoardView, 'member' | 'members'>;
  readonly peers: readonly Peer[];
  readonly status: Pick<Status, 'configuration'> | undefined;
}

/** @returns the agreed ones, by name, ties by id. */
export function witnesses({ me, settled, peers, status }: WitnessSources): readonly Witness[] {
  const connected = new Set(peers.map(({ replica }) => replica));
  const found: Witness[] = [];
  for (const { id, name, onHost } of settled.members()) {
    const lender = lenderOf(settled, id);
    if (lender === undefined) continue;
    found.push({
      id,
      name,
      lender: settled.member(lender)?.name ?? '',
      isMine: lender === me,
      ...(onHost === true ? { onHost } : {}),
      connected: connected.has(id),
      votes: status?.configuration !== undefined && isWitness(status.configuration, id),
    });
  }
  return found.sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1));
}
