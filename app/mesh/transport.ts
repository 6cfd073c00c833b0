/** The network as a board's replica needs it. */

import type { BoardAccess } from '#shared/invite/invite.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';

/**
 * `consensus` frames go first; `bulk` ones, which can be large, and `ephemeral` ones alternate after them. Each lane
 * keeps its order. Only `ephemeral` frames are dropped while a link is up, oldest first.
 */
export const lanes = ['consensus', 'bulk', 'ephemeral'] as const;

export type Lane = (typeof lanes)[number];

export interface Peer {
  readonly replica: ReplicaId;
  /** The peer's display name, as it introduced itself. */
  readonly name: string;
  /** The access that it has proved. */
  readonly access: BoardAccess;
  /** It keeps its copy only while its page is open, and never votes. */
  readonly guest?: true;
  /** The relay; undefined for a direct connection. */
  readonly via?: ReplicaId;
  /** Latest round trip of the mesh's own pings, milliseconds; undefined before the first reply. */
  readonly roundTripMs?: number;
}

export type SignalingState =
  | { readonly status: 'connecting' }
  | { readonly status: 'connected' }
  /** Unreachable, or of another protocol; `why` is for a person. Retried automatically. */
  | { readonly status: 'failing'; readonly why: string };

export interface TransportListener {
  /** The peer has proved that it belongs to this board; frames can be sent. */
  linkUp(peer: Peer): void;
  linkDown(replica: ReplicaId): void;
  /** `bytes` come from a member but are otherwise unchecked; at most {@link maxFrameBytes}. */
  frame(from: ReplicaId, lane: Lane, bytes: Uint8Array): void;
  /** `peers()` or `signaling()` have changed. */
  changed(): void;
  /** A notice for people, e.g. about a rejected device, or one with another version. */
  notice(notice: TransportNotice): void;
}

export type TransportNotice =
  | { readonly type: 'refused'; readonly why: string }
  /** This device cannot connect to any other at present; `why` is for a person. */
  | { readonly type: 'unreachable'; readonly why: string }
  | { readonly type: 'version'; readonly theirs: number }
  /** An editor reports that this device was removed from the board. `by` is its name. */
  | { readonly type: 'dismissed'; readonly by: string };

export interface Transport {
  start(listener: TransportListener): void;
  /** Leaves the topic, closes every connection and cancels every timer. */
  stop(): void;
  /** Ignored without a link to `to`. @throws RangeError if the frame is too large. */
  send(to: ReplicaId, lane: Lane, bytes: Uint8Array): void;
  /**
   * Whether an ephemeral frame to `to` would leave at once: none waits, and the connection takes what it is given. False
   * without a link. Whoever asks before each sends only what is newest.
   */
  isClear(to: ReplicaId): boolean;
  /** Ends every link to these, notifying them of their removal, and accepts none again. */
  dismiss(replicas: ReadonlySet<ReplicaId>): void;
  /** Ends the link to `replica`, which sent commands with another origin, and gives it a penalty. */
  forged(replica: ReplicaId): void;
  peers(): readonly Peer[];
  signaling(): SignalingState;
}

/** Bytes of one frame, at most. */
export const maxFrameBytes = 16 * 1024 * 1024;
