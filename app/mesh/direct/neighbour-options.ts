/** The parts that a neighbour is made of, and its reports. */

import type { HandshakeRole } from '#shared/invite/handshake.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Clock } from '../../clock/clock.ts';
import type { LinkMessage } from '../link/channel-messages.ts';
import type { Introduction } from '../link/handshake.ts';
import type { LinkEnd } from '../link/link-end.ts';
import type { PeerLink, PeerLinkListener } from '../link/peer-link.ts';
import type { RandomBytes } from '../redial/backoff.ts';
import type { ConnectionSignal } from '../signaling/signal-box.ts';
import type { SignalingTransport } from '../signaling/signaling-transport.ts';
import type { Lane } from '../transport.ts';
import type { Address } from './addresses.ts';
import type { Attempts } from './attempts.ts';

/** The part of a {@link PeerLink} that is used. */
export type Link = Pick<
  PeerLink,
  | 'peer'
  | 'roundTripMs'
  | 'signal'
  | 'send'
  | 'isClear'
  | 'sendLinkMessage'
  | 'check'
  | 'rest'
  | 'rouse'
  | 'dismiss'
  | 'forged'
  | 'destroy'
>;

export interface NeighbourListener {
  /** To be sealed and sent to `to`. */
  signal(to: Address, signal: ConnectionSignal): void;
  /** `drop` ends the connection: the same replica has a newer one. */
  proven(link: Link, peer: Introduction, drop: () => void): void;
  /** The proven connection is lost. Not called after its `drop`. */
  lost(link: Link, peer: Introduction): void;
  /** A server no longer names the peer of the proven connection. */
  doubted(peer: Introduction): void;
  linkMessage(from: Introduction, message: LinkMessage): void;
  frame(from: Introduction, lane: Lane, bytes: Uint8Array): void;
  measured(): void;
  /** A connection ended, proven or not; for notices. */
  ended(end: LinkEnd): void;
  /** Neither an address nor a connection is left. */
  gone(device: string): void;
}

export interface NeighbourOptions {
  readonly device: string;
  /** The expected replica: a device's name holds its replica id, and proofs of any other replica are rejected. */
  readonly replica: ReplicaId;
  readonly role: HandshakeRole;
  /** Whether a direct link to it is worth having: false if others relay between the two. */
  readonly isNeeded: (isLinked: boolean) => boolean;
  readonly attempts: Attempts;
  /** The priority of a server: the one with the lower number is used first. */
  readonly order: (signaling: SignalingTransport) => number;
  readonly createLink: (role: HandshakeRole, listener: PeerLinkListener, to: Address) => Link;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly listener: NeighbourListener;
}
