/** The part of the world that a running device sees, and reports to. */

import type { Message } from '#shared/paxos/messages.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { StatesAfterSlots } from '../checks/device/versions.ts';
import type { Generations } from '../faults/generations.ts';
import type { Plan } from '../plan.ts';
import type { Random } from '../random.ts';
import type { Agenda } from './agenda.ts';
import type { Member } from './member.ts';
import type { Signatures } from './signatures.ts';
import type { Veils } from './veils.ts';

export interface Surroundings {
  readonly plan: Plan;
  readonly agenda: Agenda;
  readonly random: Random;
  readonly generations: Generations;
  readonly signatures: Signatures;
  readonly veils: Veils;
  readonly statesAfterSlots: StatesAfterSlots;
  /** In the mean, in ticks. */
  readonly writeDelay: number;
  /** A request for voters that does not come from the policy is running. */
  readonly isRequesting: boolean;
  /** The time at which the policy last requested these voters, by their ids. */
  readonly policyRequestedAt: Map<string, number>;
  member(id: ReplicaId): Member | undefined;
  trace(line: () => string): void;
  countEvent(): void;
  onLeader(member: Member): void;
  onSuperseded(member: Member): void;
  send(from: Member, to: ReplicaId, message: Message): void;
  /** `member` disconnects from these permanently. */
  dismiss(member: Member, removed: ReadonlySet<ReplicaId>): void;
  /** `member` has applied the removal of `removed`. */
  learnsRemoval(member: Member, removed: ReplicaId): void;
  /** `earlier` has learned that another window has opened its database, and does nothing from now on. */
  wasFenced(earlier: Member): void;
  /** `member` has stopped, and never returns. */
  removalIsOver(member: Member): void;
}
