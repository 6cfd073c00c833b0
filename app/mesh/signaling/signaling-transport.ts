/** How a device meets the others of its board, independent of the signaling protocol. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { CreateChannel } from '../link/channel/channel.ts';
import type { SignalingState } from '../transport.ts';

export interface SignalingTransport {
  start(identity: SignalingIdentity, listener: SignalingListener): void;
  /** Leaves the topic and cancels every timer. It can be started again. */
  stop(): void;
  /** This device's current address; undefined while it is not in the topic. */
  address(): string | undefined;
  /** Sends `data` to another member; it may be lost. Ignored while not in the topic. */
  send(to: string, data: string): void;
  state(): SignalingState;
  /** Creates a channel to a witness on this server. */
  channelTo(witness: ReplicaId): CreateChannel;
  /** Retries now. */
  retryNow(): void;
  /** The network may have changed: finds out within seconds whether the server still replies, and rejoins otherwise. */
  check(): void;
}

export interface SignalingIdentity {
  readonly topic: string;
  /** A new address for each join: a server may not have noticed the previous departure. */
  nextAddress(): string;
}

/** Addresses are as sent by a server, and unverified. */
export interface SignalingListener {
  /** This device has joined the topic, which has these other members. */
  members(addresses: readonly string[]): void;
  joined(address: string): void;
  left(address: string): void;
  signal(from: string, data: string): void;
  /** `state()` has changed. */
  changed(): void;
}
