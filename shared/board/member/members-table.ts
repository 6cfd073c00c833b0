import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Member } from '../state.ts';
import type { Table } from '../table.ts';

export type Members = Table<ReplicaId, Member>;

export function put(members: Members, member: Member): void {
  members.set(member.id, Object.freeze(member));
}
