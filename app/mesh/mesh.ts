/**
 * One proven connection to every other device of the board that the signaling servers name, reconnected after a loss: a
 * direct one; or if two cannot connect, or do not need to (`shared/replica/members/needed-links.ts`), a relayed one
 * through a member that reaches both (`relays.ts`).
 */

import type { HandshakeRole } from '#shared/invite/handshake.ts';
import type { BoardKeys } from '#shared/invite/keys/keys.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { needsDirectLink } from '#shared/replica/members/needed-links.ts';
import type { Clock } from '../clock/clock.ts';
import { Arrivals, type ArrivalsListener } from './direct/arrivals.ts';
import type { Link } from './direct/neighbour-options.ts';
import { Neighbourhood } from './direct/neighbourhood.ts';
import type { CreateChannel } from './link/channel/channel.ts';
import type { Introduction, Myself } from './link/handshake.ts';
import type { LinkEnd } from './link/link-end.ts';
import { PeerLink, type PeerLinkListener } from './link/peer-link.ts';
import { NoticeGate, noticeOf } from './notices.ts';
import type { RandomBytes } from './redial/backoff.ts';
import { type RelayedLink, Relays } from './relay/relays.ts';
import { lastUnsignedProtocol } from './signaling/peer-address.ts';
import type { SignalingTransport } from './signaling/signaling-transport.ts';
import {
  type Lane,
  maxFrameBytes,
  type Peer,
  type Roles,
  type SignalingState,
  type Transport,
  type TransportListener,
} from './transport.ts';

export interface MeshOptions {
  readonly me: Myself;
  readonly keys: BoardKeys;
  /** All are used at the same time; a device known to several counts once. */
  readonly signaling: readonly SignalingTransport[];
  readonly createChannel: CreateChannel;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Time after a change before links that are not needed are ended, or missing ones begun, milliseconds. */
export const reconsiderMs = 5_000;

/** A proven connection in use; the only one to its replica. */
interface Up {
  readonly link: Link | RelayedLink;
  readonly peer: Introduction;
  /** The relay; undefined for a direct connection. */
  readonly via?: ReplicaId;
  /** Ends it without notifying the mesh. */
  readonly drop: () => void;
}

export class Mesh implements Transport {
  readonly #options: MeshOptions;
  readonly #notices: NoticeGate;
  readonly #neighbourhood: Neighbourhood;
  readonly #arrivals: Arrivals;
  readonly #up = new Map<ReplicaId, Up>();
  readonly #relays: Relays;
  #removed: ReadonlySet<ReplicaId> = new Set();
  #listener: TransportListener | undefined;
  /** Increased at every stop. */
  #stops = 0;
  #changeTold = false;
  #roles: Roles | undefined;
  #cancelReconsidering: (() => void) | undefined;

  constructor(options: MeshOptions) {
    this.#options = options;
    this.#notices = new NoticeGate(options.clock);
    this.#neighbourhood = this.#newNeighbourhood();
    this.#arrivals = this.#newArrivals();
    this.#relays = this.#newRelays();
  }

  start(listener: TransportListener): void {
    if (this.#listener !== undefined) return;
    this.#listener = listener;
    this.#neighbourhood.start();
  }

  /** Reports link-down for each link. The mesh can be started again. */
  stop(): void {
    const listener = this.#listener;
    if (listener === undefined) return;
    this.#listener = undefined;
    this.#stops += 1;
    this.#cancelReconsidering?.();
    this.#cancelReconsidering = undefined;
    this.#neighbourhood.stop();
    this.#arrivals.destroy();
    this.#relays.destroy();
    const replicas = [...this.#up.keys()];
    this.#up.clear();
    for (const replica of replicas) listener.linkDown(replica);
  }

  send(to: ReplicaId, lane: Lane, bytes: Uint8Array): void {
    if (bytes.byteLength > maxFrameBytes) {
      throw new RangeError(`a frame of ${bytes.byteLength} bytes; ${maxFrameBytes} are allowed`);
    }
    this.#up.get(to)?.link.send(lane, bytes);
  }

  isClear(to: ReplicaId): boolean {
    return this.#up.get(to)?.link.isClear === true;
  }

  peers(): readonly Peer[] {
    return [...this.#up.values()].map(({ peer, link, via }) => ({
      ...peer,
      ...(via === undefined ? {} : { via }),
      ...(link.roundTripMs === undefined ? {} : { roundTripMs: link.roundTripMs }),
    }));
  }

  heed(roles: Roles): void {
    this.#roles = roles;
    for (const [replica, { link }] of this.#up) link.rest(this.#mayRest(replica));
    this.#reconsiderLater();
  }

  dismiss(replicas: ReadonlySet<ReplicaId>): void {
    this.#removed = replicas;
    for (const [replica, { link }] of [...this.#up]) if (replicas.has(replica)) link.dismiss();
  }

  forged(replica: ReplicaId): void {
    this.#up.get(replica)?.link.forged();
  }

  /** The network is back: retries without waiting. */
  retryNow(): void {
    this.#neighbourhood.retryNow();
  }

  signaling(): SignalingState {
    return this.#neighbourhood.state();
  }

  /**
   * Accepts a link that another device begins, on a device that dials nobody.
   *
   * @returns false if the mesh does not run, or too many links are being proven.
   */
  accept(createChannel: CreateChannel): boolean {
    return this.#listener !== undefined && this.#arrivals.accept(createChannel);
  }

  /** Adds a server, used at once if the mesh runs. Idempotent. */
  addSignaling(signaling: SignalingTransport): void {
    this.#neighbourhood.addSignaling(signaling);
  }

  /** Connections made through it stay. */
  removeSignaling(signaling: SignalingTransport): void {
    this.#neighbourhood.removeSignaling(signaling);
  }

  #newLink(role: HandshakeRole, createChannel: CreateChannel, listener: PeerLinkListener): PeerLink {
    const { clock, random, keys, me } = this.#options;
    return new PeerLink({ role, me, keys, createChannel, clock, random, listener });
  }

  /** Whether the agreement works, and neither end of the link to `replica` leads it. */
  #mayRest(replica: ReplicaId): boolean {
    const leader = this.#roles?.leader;
    return leader !== undefined && leader !== replica && leader !== this.#options.me.replica;
  }

  #isNeeded(peer: ReplicaId, isLinked: boolean): boolean {
    return needsDirectLink({
      me: this.#options.me.replica,
      peer,
      roles: this.#roles,
      members: this.#relays.members,
      ways: this.#relays.waysTo(peer),
      isLinked,
    });
  }

  #reconsiderLater(): void {
    if (this.#roles === undefined || this.#listener === undefined) return;
    this.#cancelReconsidering ??= this.#options.clock.after(reconsiderMs, () => {
      this.#cancelReconsidering = undefined;
      if (this.#neighbourhood.reconsider()) this.#reconsiderLater();
    });
  }

  #newRelays(): Relays {
    const { clock, random, me } = this.#options;
    return new Relays({
      me: me.replica,
      clock,
      random,
      createLink: (role, createChannel, listener) => this.#newLink(role, createChannel, listener),
      listener: {
        routed: () => this.#reconsiderLater(),
        proven: (link, peer, via) => this.#proven({ link, peer, via, drop: () => link.destroy() }),
        lost: (link, replica) => this.#lost(link, replica),
        frame: (from, lane, bytes) => this.#listener?.frame(from.replica, lane, bytes),
        measured: () => this.#notifyChange(),
        ended: (end) => this.#ended(end),
      },
    });
  }

  #newNeighbourhood(): Neighbourhood {
    const { clock, random, keys, signaling, createChannel, me } = this.#options;
    return new Neighbourhood({
      me,
      keys,
      signaling,
      clock,
      random,
      isNeeded: (replica, isLinked) => this.#isNeeded(replica, isLinked),
      createLink: (role, listener, channel) => this.#newLink(role, channel ?? createChannel, listener),
      listener: {
        ...this.#directLinks(),
        doubted: (peer) => this.#doubted(peer.replica),
        stranger: (why) => this.#notify({ type: why }),
        older: () => this.#notify({ type: 'version', theirs: lastUnsignedProtocol }),
        changed: () => this.#notifyChange(),
      },
    });
  }

  #newArrivals(): Arrivals {
    return new Arrivals({
      clock: this.#options.clock,
      createLink: (createChannel, listener) => this.#newLink('responder', createChannel, listener),
      listener: this.#directLinks(),
    });
  }

  #directLinks(): ArrivalsListener {
    return {
      proven: (link, peer, drop) => this.#proven({ link, peer, drop }, link),
      lost: (link, peer) => this.#lost(link, peer.replica),
      linkMessage: (from, message) => this.#relays.receive(from.replica, message),
      frame: (from, lane, bytes) => this.#listener?.frame(from.replica, lane, bytes),
      measured: () => this.#notifyChange(),
      ended: (end) => this.#ended(end),
    };
  }

  /**
   * A replica with two connections has returned before its old one was missed, or has found a direct route: the newest
   * is kept.
   */
  #proven(up: Up, direct?: Link): void {
    const { peer, link, via } = up;
    const { replica } = peer;
    if (this.#removed.has(replica)) return link.dismiss();
    const before = this.#up.get(replica);
    if (before !== undefined) {
      const stops = this.#stops;
      this.#up.delete(replica);
      before.drop();
      this.#down(replica, before);
      // The listener may have stopped the mesh in that callback.
      if (this.#stops !== stops) return;
    }
    this.#up.set(replica, up);
    link.rest(this.#mayRest(replica));
    this.#reconsiderLater();
    if (direct !== undefined) this.#relays.linked(replica, direct);
    this.#listener?.linkUp(via === undefined ? peer : { ...peer, via });
    this.#notifyChange();
  }

  #lost(link: Link | RelayedLink, replica: ReplicaId): void {
    const up = this.#up.get(replica);
    if (up?.link !== link) return;
    this.#up.delete(replica);
    this.#down(replica, up);
    // If this device has lost its network, the links at rest would notice it late.
    for (const other of this.#up.values()) other.link.rouse();
    this.#reconsiderLater();
    this.#notifyChange();
  }

  /** A relayed connection does not depend on the servers that name its peer. */
  #doubted(replica: ReplicaId): void {
    if (this.#up.has(replica)) this.#listener?.doubted(replica);
  }

  #down(replica: ReplicaId, { via }: Up): void {
    if (via === undefined) this.#relays.unlinked(replica);
    this.#listener?.linkDown(replica);
  }

  #ended(end: LinkEnd): void {
    const notice = noticeOf(end);
    if (notice !== undefined) this.#notify(notice);
  }

  #notify(notice: Parameters<TransportListener['notice']>[0]): void {
    if (this.#notices.passes(notice)) this.#listener?.notice(notice);
  }

  /** Coalesces simultaneous changes into one notification. */
  #notifyChange(): void {
    if (this.#changeTold) return;
    this.#changeTold = true;
    queueMicrotask(() => {
      this.#changeTold = false;
      this.#listener?.changed();
    });
  }
}
