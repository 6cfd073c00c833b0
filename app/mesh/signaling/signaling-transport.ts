/** How a device meets the others of its board, whatever carries the introductions. */

import type { SignalingState } from '../transport.ts';

export interface SignalingTransport {
  start(identity: SignalingIdentity, listener: SignalingListener): void;
  /** Leaves the topic and lets go of every timer. It may be started again. */
  stop(): void;
  /** The address by which the others know this device here and now; undefined while it is not in the topic. */
  address(): string | undefined;
  /** Carries `data` to another member; it may get lost. Does nothing while not in the topic. */
  send(to: string, data: string): void;
  state(): SignalingState;
  /** Tries at once what was to be tried later. */
  retryNow(): void;
  /** The network may have changed: finds out within seconds whether the server is still there, and joins anew if it is not. */
  check(): void;
}

export interface SignalingIdentity {
  readonly topic: string;
  /** A new address of this device, for each time that it joins: a server may not have noticed that it had gone. */
  nextAddress(): string;
}

/** Addresses are as a server told them; nothing says that they are true. */
export interface SignalingListener {
  /** This device is in the topic now, and so are these others. */
  members(addresses: readonly string[]): void;
  joined(address: string): void;
  left(address: string): void;
  signal(from: string, data: string): void;
  /** `state()` says something new. */
  changed(): void;
}
