/** What the parts of a replica need of the replica that they are part of. */

import type { Write } from './effects.ts';
import type { SendTiming } from './effects-buffer.ts';
import type { Outflow } from './flow/outflow.ts';
import type { MessageBody } from './messages.ts';
import type { Configuration } from './model/configuration.ts';
import type { ReplicaId, Slot } from './model/ids.ts';
import type { Limits } from './model/limits.ts';

export interface ReplicaHost {
  readonly id: ReplicaId;
  readonly limits: Limits;
  /** Ticks since this incarnation began. */
  readonly tick: number;
  readonly decidedThrough: Slot;
  /** In force for the slot after `decidedThrough`; absent in a newcomer. */
  readonly configuration: Configuration | undefined;
  /** The slot that chose it. */
  readonly epoch: Slot;
  /** Whether some write is not durable yet. */
  readonly isWriting: boolean;
  /** Every member that this replica has a link to. */
  readonly linked: Iterable<ReplicaId>;
  /** What is under way to each of them. */
  readonly outflow: Outflow;
  /** To a linked member, or to this replica itself; to anyone else it does nothing. */
  send(to: ReplicaId, message: MessageBody, leave: SendTiming): void;
  /** To every linked member, or to those that `to` says. */
  broadcast(message: MessageBody, leave: SendTiming, to?: (peer: ReplicaId) => boolean): void;
  write(change: Omit<Write, 'number' | 'generation' | 'decidedThrough'>): void;
}
