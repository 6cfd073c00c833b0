/** The members with a link: when each was last heard from, and whether it signs off. */

import type { ReplicaId } from '../model/ids.ts';

interface Peer {
  /** The tick of its last message, or of link-up. */
  heardTick: number;
  /** Whether it has sent anything in this generation since link-up. */
  hasSpoken: boolean;
  signsOff: boolean;
}

export class Peers {
  readonly #peers = new Map<ReplicaId, Peer>();
  #ids: readonly ReplicaId[] = [];
  readonly #lifetimeTicks: number;

  /** @param lifetimeTicks ticks after its last message for which a peer counts as present. */
  constructor(lifetimeTicks: number) {
    this.#lifetimeTicks = lifetimeTicks;
  }

  get all(): readonly (readonly [ReplicaId, Readonly<Peer>])[] {
    return [...this.#peers];
  }

  get count(): number {
    return this.#peers.size;
  }

  /** In order of link-up. */
  get ids(): readonly ReplicaId[] {
    return this.#ids;
  }

  has(peer: ReplicaId): boolean {
    return this.#peers.has(peer);
  }

  /** Link-up. Reports over an earlier link no longer count. */
  up(peer: ReplicaId, tick: number): void {
    this.#peers.set(peer, { heardTick: tick, hasSpoken: false, signsOff: false });
    this.#ids = [...this.#peers.keys()];
  }

  /** @returns whether there was a link. */
  down(peer: ReplicaId): boolean {
    const wasLinked = this.#peers.delete(peer);
    this.#ids = [...this.#peers.keys()];
    return wasLinked;
  }

  /** `peer` sent a message in this generation. */
  noteHeard(peer: ReplicaId, tick: number): void {
    const state = this.#peers.get(peer);
    if (state === undefined) return;
    state.heardTick = tick;
    state.hasSpoken = true;
  }

  /** Drops the reports of `peer`: they belong to another generation. */
  forget(peer: ReplicaId): void {
    const state = this.#peers.get(peer);
    if (state === undefined) return;
    state.hasSpoken = false;
    state.heardTick = Number.NEGATIVE_INFINITY;
  }

  signOff(peer: ReplicaId, going: boolean): void {
    const state = this.#peers.get(peer);
    if (state !== undefined) state.signsOff = going;
  }

  /** Whether it announced that it is about to leave. */
  isLeaving(peer: ReplicaId): boolean {
    return this.#peers.get(peer)?.signsOff === true;
  }

  /** Undefined without a link; Infinity if it has sent nothing in this generation. */
  heardTicksAgo(peer: ReplicaId, tick: number): number | undefined {
    const state = this.#peers.get(peer);
    return state === undefined ? undefined : tick - state.heardTick;
  }

  /**
   * Whether it is active in this generation: a replica halted in an earlier one may keep its link, and never replies.
   */
  isActive(peer: ReplicaId, tick: number): boolean {
    const state = this.#peers.get(peer);
    return state?.hasSpoken === true && tick - state.heardTick <= this.#lifetimeTicks;
  }
}
