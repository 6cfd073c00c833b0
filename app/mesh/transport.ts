/** What the replica's driver and the session need of a network, whatever carries it. */

import type { BoardAccess } from '#shared/invite/invite.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';

/**
 * `consensus` frames go first; `bulk` ones, which can be large, and `ephemeral` ones wait for them, and take turns. Each lane
 * keeps its order. Only `ephemeral` frames are dropped while a link is up, the oldest first.
 */
export const lanes = ['consensus', 'bulk', 'ephemeral'] as const;

export type Lane = (typeof lanes)[number];

export interface Peer {
  readonly replica: ReplicaId;
  /** As the peer introduced itself; for people. */
  readonly name: string;
  /** What it has proved that it may do. */
  readonly access: BoardAccess;
  /** It keeps its copy only while its page is open, and never votes. */
  readonly guest?: true;
  /** The member through whom frames travel; absent where the connection is direct. */
  readonly via?: ReplicaId;
  /** Latest round trip of the mesh's own pings, milliseconds; absent before the first answer. */
  readonly roundTripMs?: number;
}

export type SignalingState =
  | { readonly status: 'connecting' }
  | { readonly status: 'connected' }
  /** Not reachable, or it does not speak the protocol; `why` is for a person. Tried again by itself. */
  | { readonly status: 'failing'; readonly why: string };

export interface TransportListener {
  /** The peer has proved that it belongs to this board; frames can flow. */
  linkUp(peer: Peer): void;
  linkDown(replica: ReplicaId): void;
  /** `bytes` come from a member but are otherwise unchecked; at most {@link maxFrameBytes}. */
  frame(from: ReplicaId, lane: Lane, bytes: Uint8Array): void;
  /** `peers()` or `signaling()` say something new. */
  changed(): void;
  /** Something that a person should be told, e.g. a device that was refused, or that speaks another version. */
  notice(notice: TransportNotice): void;
}

export type TransportNotice =
  | { readonly type: 'refused'; readonly why: string }
  /** This device cannot connect to anyone as things are; `why` is for a person. */
  | { readonly type: 'unreachable'; readonly why: string }
  | { readonly type: 'version'; readonly theirs: number }
  /** A member who may edit says that this device was removed from the board. `by` is its name. */
  | { readonly type: 'dismissed'; readonly by: string };

export interface Transport {
  start(listener: TransportListener): void;
  /** Leaves the topic, closes every connection and lets go of every timer. */
  stop(): void;
  /** Does nothing while there is no link to `to`. @throws RangeError if the frame is too large. */
  send(to: ReplicaId, lane: Lane, bytes: Uint8Array): void;
  /**
   * Whether an ephemeral frame to `to` would leave at once: none waits, and the connection takes what it is given. False
   * without a link. Whoever asks before each sends only what is newest.
   */
  isClear(to: ReplicaId): boolean;
  /** Ends every link to these, telling them that they were removed from the board, and makes none again. */
  dismiss(replicas: ReadonlySet<ReplicaId>): void;
  /** Ends the link to `replica`, which sent commands in another's name, and leaves it alone for a while. */
  forged(replica: ReplicaId): void;
  peers(): readonly Peer[];
  signaling(): SignalingState;
}

/** Bytes of one frame, at most. */
export const maxFrameBytes = 16 * 1024 * 1024;
