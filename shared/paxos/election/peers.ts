/** The members that this replica has a link to: when each was heard last, and whether it is about to go. */

import type { ReplicaId } from '../model/ids.ts';

interface Peer {
  /** When it was heard last, or when its link came up. */
  heardTick: number;
  /** Whether it has said anything in this generation since then. */
  hasSpoken: boolean;
  signsOff: boolean;
}

export class Peers {
  readonly #peers = new Map<ReplicaId, Peer>();
  readonly #lifetimeTicks: number;

  /** @param lifetimeTicks for how long after it was heard a peer counts as there. */
  constructor(lifetimeTicks: number) {
    this.#lifetimeTicks = lifetimeTicks;
  }

  get all(): readonly (readonly [ReplicaId, Readonly<Peer>])[] {
    return [...this.#peers];
  }

  ids(): IterableIterator<ReplicaId> {
    return this.#peers.keys();
  }

  has(peer: ReplicaId): boolean {
    return this.#peers.has(peer);
  }

  /** The link to `peer` is up. What was said over an earlier one counts no longer. */
  up(peer: ReplicaId, tick: number): void {
    this.#peers.set(peer, { heardTick: tick, hasSpoken: false, signsOff: false });
  }

  /** @returns whether there was a link. */
  down(peer: ReplicaId): boolean {
    return this.#peers.delete(peer);
  }

  /** `peer` said something in this generation. */
  heard(peer: ReplicaId, tick: number): void {
    const state = this.#peers.get(peer);
    if (state === undefined) return;
    state.heardTick = tick;
    state.hasSpoken = true;
  }

  /** What `peer` said was said in another generation. */
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

  /** Whether it said that it is about to go. */
  isLeaving(peer: ReplicaId): boolean {
    return this.#peers.get(peer)?.signsOff === true;
  }

  /** Absent while there is no link to it, infinite if it has said nothing in this generation. */
  heardTicksAgo(peer: ReplicaId, tick: number): number | undefined {
    const state = this.#peers.get(peer);
    return state === undefined ? undefined : tick - state.heardTick;
  }

  /** Whether it speaks in this generation: one that stopped in an earlier one may still have a link, and never answers. */
  isThere(peer: ReplicaId, tick: number): boolean {
    const state = this.#peers.get(peer);
    return state?.hasSpoken === true && tick - state.heardTick <= this.#lifetimeTicks;
  }
}
