/** What a session needs of the replica behind it and its network; `replica-session-driver.ts` is the real one. */

import type { Peer, SignalingState } from '#app/mesh/transport.ts';
import type { DriverNotice, HaltReason } from '#app/replica/listener.ts';
import type { Status } from '#shared/paxos/effects.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { PendingCommand, Submitted } from '#shared/replica/outbox.ts';
import type { StateMachine } from '#shared/replica/state-machine.ts';
import type { Presence } from '#shared/wire/presence.ts';

export interface SessionDriver {
  readonly id: ReplicaId;
  /** Takes part from now on; first it hands over what this device's storage knows to be decided. Once. */
  start(listener: SessionDriverListener): void;
  /** Commands of an earlier run that were not seen applied, in their order. They are handed to the engine again. */
  pendingCommands(): readonly PendingCommand[];
  /** Hands a command over; it is stored before it leaves this device. */
  submit(body: Uint8Array): Submitted;
  /** Absent until the storage has been read. */
  status(): Status | undefined;
  peers(): readonly Peer[];
  signaling(): SignalingState;
  /** To a linked device, beside the log; best effort. @returns the bytes that were sent. */
  tell(peer: ReplicaId, message: Presence): number;
  /** Whether it would leave at once. */
  isClear(peer: ReplicaId): boolean;
  /** These were removed from the board, as all agree. Those that are known already are ignored. */
  remove(replicas: Iterable<ReplicaId>): void;
  /** Whether {@link recover} would do anything: there was no majority for long, and this device has a board. */
  canRecover(): boolean;
  /** Goes on alone; only if a person says so. */
  recover(): void;
  /** This device is about to go, perhaps to sleep: others may have its vote. */
  signOff(): void;
  /** Signs off, and resolves when others have its vote and leadership, or after half a second. */
  leave(): Promise<void>;
  /** It is back. */
  stay(): void;
  /** It was asleep: its links are made anew, and it is back. */
  wake(): void;
  /** Hands over vote and leadership, as far as that is quick, leaves the network and closes the storage. */
  stop(): Promise<void>;
}

export interface SessionDriverListener extends StateMachine {
  /** `status()`, `canRecover()`, `peers()` or `signaling()` say something new. */
  changed(): void;
  /** A device can be reached from now on, and knows nothing of what was told before. */
  linkUp(peer: ReplicaId): void;
  linkDown(peer: ReplicaId): void;
  /** A linked device says it, and may say all that is in it. */
  presence(from: ReplicaId, message: Presence): void;
  /** The replica stopped for good; see `ReplicaListener.halted`. */
  halted(reason: HaltReason, why: string): void;
  /** Something about another device that a person should hear of. */
  notice(notice: DriverNotice): void;
}
