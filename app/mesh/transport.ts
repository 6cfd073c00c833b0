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
  /** It lends a vote, and may neither read nor change the board. */
  readonly witness?: true;
  /** The relay; undefined for a direct connection. */
  readonly via?: ReplicaId;
  /** Latest round trip of the mesh's own pings, milliseconds; undefined before the first reply. */
  readonly roundTripMs?: number;
}

/** The parts that members play in the agreement now. */
export interface Roles {
  /** Undefined if no leader works. */
  readonly leader: ReplicaId | undefined;
  readonly voters: ReadonlySet<ReplicaId>;
}

export type SignalingState =
  | { readonly status: 'connecting' }
  | { readonly status: 'connected' }
  /** Retried automatically. */
  | { readonly status: 'failing'; readonly why: SignalingFault };

/** Why no host can be used. `host` is its address without the scheme, at most 80 characters. */
export type SignalingFault =
  /** This device knows no host. */
  | { readonly type: 'noHosts' }
  /**
   * `badAddress`: no address of a host. `silent`: no reply. `unreachable`: no connection, or no host. `blocked`: this
   * page may not connect there. `lost`: a connected host stopped replying. `boardFull`: it has as many devices on this
   * board as it accepts. `full`: it accepts no more devices. `foreign`: it replied with something else than the
   * protocol.
   */
  | {
      readonly type:
        | 'badAddress'
        | 'silent'
        | 'unreachable'
        | 'blocked'
        | 'lost'
        | 'boardFull'
        | 'full'
        | 'foreign';
      readonly host: string;
    }
  /** Another version of the signaling protocol: `theirs`. */
  | { readonly type: 'version'; readonly host: string; readonly theirs: number }
  /** The host refused this device; `code` is technical. */
  | { readonly type: 'refused'; readonly host: string; readonly code: string };

export interface TransportListener {
  /** The peer has proved that it belongs to this board; frames can be sent. */
  linkUp(peer: Peer): void;
  linkDown(replica: ReplicaId): void;
  /** The peer may be gone: a server no longer names it. Its link is still up; the report may be wrong. */
  doubted(replica: ReplicaId): void;
  /** `bytes` come from a member but are otherwise unchecked; at most {@link maxFrameBytes}. */
  frame(from: ReplicaId, lane: Lane, bytes: Uint8Array): void;
  /** `peers()` or `signaling()` have changed. */
  changed(): void;
  /** A notice for people, e.g. about a rejected device, or one with another version. */
  notice(notice: TransportNotice): void;
}

/** `name` is the display name of a peer; empty if it is unknown. */
export type TransportNotice =
  /**
   * A connection was refused or closed. `uninvited`: by a signal from a device without the invite. `forgedSignal`: by a
   * signal in another device's name, or a repeated one. `unproven`: the device could not prove its invite.
   */
  | { readonly type: 'uninvited' | 'forgedSignal' | 'unproven' }
  /**
   * A peer's connection was refused or closed. `copy`: it uses a copy of this device's data. `unreadable`: its frames
   * break the protocol. `forged`: it sent commands with another origin.
   */
  | { readonly type: 'copy' | 'unreadable' | 'forged'; readonly name: string }
  /** This device has no network address to give to others, so it cannot connect to any at present. */
  | { readonly type: 'unreachable' }
  | { readonly type: 'version'; readonly theirs: number }
  /** An editor reports that this device was removed from the board. `by` is its name, empty if it is unknown. */
  | { readonly type: 'dismissed'; readonly by: string };

export interface Transport {
  start(listener: TransportListener): void;
  /** Leaves the topic, closes every connection and cancels every timer. */
  stop(): void;
  /** Ignored without a link to `to`. @throws RangeError if the frame is too large. */
  send(to: ReplicaId, lane: Lane, bytes: Uint8Array): void;
  /**
   * Whether an ephemeral frame to `to` would be sent at once: no other waits, and the connection is not congested.
   * False without a link. A sender that checks this before each frame sends only the newest state.
   */
  isClear(to: ReplicaId): boolean;
  /**
   * Links between the leader and others are watched closely, the rest less; and on a board with many members two that
   * do not vote need no direct link. Before the first call all links are watched closely.
   */
  heed(roles: Roles): void;
  /** Ends every link to these, notifying them of their removal, and accepts none again. */
  dismiss(replicas: ReadonlySet<ReplicaId>): void;
  /** Ends the link to `replica`, which sent commands with another origin, and gives it a penalty. */
  forged(replica: ReplicaId): void;
  peers(): readonly Peer[];
  signaling(): SignalingState;
}

/** Bytes of one frame, at most. */
export const maxFrameBytes = 16 * 1024 * 1024;
