/** An in-memory network that delivers on request. */

import type { Lane, Peer, Roles, Transport, TransportListener } from '#app/mesh/transport.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';

interface InFlight {
  readonly from: ReplicaId;
  readonly to: ReplicaId;
  readonly lane: Lane;
  readonly bytes: Uint8Array;
}

export class MemoryNetwork {
  readonly #listeners = new Map<ReplicaId, TransportListener>();
  readonly #standings = new Map<ReplicaId, Pick<Peer, 'access' | 'guest' | 'witness'>>();
  readonly #cut = new Set<string>();
  /** The removed members, per member that dismissed them. */
  readonly #dismissals = new Set<string>();
  #inFlight: InFlight[] = [];
  /** The latest roles, per member. */
  readonly heeded = new Map<ReplicaId, Roles>();
  /** Frames handed to the network, delivered or not. */
  sent = 0;

  /** Links with all started members at its start. */
  transport(
    replica: ReplicaId,
    access: Peer['access'] = 'edit',
    standing: Pick<Peer, 'guest' | 'witness'> = {},
  ): Transport {
    this.#standings.set(replica, { access, ...standing });
    return {
      start: (listener) => {
        this.#listeners.set(replica, listener);
        for (const other of this.#listeners.keys()) if (other !== replica) this.#link(replica, other);
      },
      stop: () => {
        if (!this.#listeners.delete(replica)) return;
        this.#inFlight = this.#inFlight.filter(({ from, to }) => from !== replica && to !== replica);
        for (const other of this.#listeners.values()) other.linkDown(replica);
      },
      send: (to, lane, bytes) => {
        this.sent += 1;
        if (this.#isLinked(replica, to))
          this.#inFlight.push({ from: replica, to, lane, bytes: bytes.slice() });
      },
      isClear: (to) => this.#isLinked(replica, to),
      dismiss: (replicas) => {
        for (const other of replicas) this.#dismiss(replica, other);
      },
      heed: (roles) => {
        this.heeded.set(replica, roles);
      },
      forged: (other) => this.#forged(replica, other),
      peers: () =>
        [...this.#listeners.keys()]
          .filter((other) => this.#isLinked(replica, other))
          .map((other) => this.#peer(other)),
      signaling: () => ({ status: 'connected' }),
    };
  }

  /** Drops the links of `replica`, which keeps running. */
  cutOff(replica: ReplicaId): void {
    for (const other of this.#listeners.keys()) {
      if (other === replica) continue;
      this.#cut.add(pair(replica, other));
      this.#listeners.get(other)?.linkDown(replica);
      this.#listeners.get(replica)?.linkDown(other);
    }
    this.#inFlight = this.#inFlight.filter(({ from, to }) => from !== replica && to !== replica);
  }

  heal(): void {
    const pairs = [...this.#cut];
    this.#cut.clear();
    const all = [...this.#listeners.keys()];
    for (const a of all) for (const b of all) if (a < b && pairs.includes(pair(a, b))) this.#link(a, b);
  }

  /** Delivers all frames in flight now. @returns whether there were any. */
  deliver(): boolean {
    const frames = this.#inFlight;
    this.#inFlight = [];
    for (const { from, to, lane, bytes } of frames) {
      if (this.#isLinked(from, to)) this.#listeners.get(to)?.frame(from, lane, bytes);
    }
    return frames.length > 0;
  }

  /** Delivers `bytes` as if `from` had sent them. */
  inject(from: ReplicaId, to: ReplicaId, bytes: Uint8Array): void {
    this.#listeners.get(to)?.frame(from, 'consensus', bytes);
  }

  #isLinked(a: ReplicaId, b: ReplicaId): boolean {
    const isApart = this.#cut.has(pair(a, b));
    const isDismissed = this.#dismissals.has(`${a} ${b}`) || this.#dismissals.has(`${b} ${a}`);
    return a !== b && this.#listeners.has(a) && this.#listeners.has(b) && !isApart && !isDismissed;
  }

  #link(a: ReplicaId, b: ReplicaId): void {
    this.#tellDismissed(a, b);
    this.#tellDismissed(b, a);
    if (!this.#isLinked(a, b)) return;
    this.#listeners.get(a)?.linkUp(this.#peer(b));
    this.#listeners.get(b)?.linkUp(this.#peer(a));
  }

  #dismiss(by: ReplicaId, replica: ReplicaId): void {
    const wasLinked = this.#isLinked(by, replica);
    this.#dismissals.add(`${by} ${replica}`);
    if (!wasLinked) return;
    this.#listeners.get(by)?.linkDown(replica);
    this.#tellDismissed(by, replica);
  }

  /** Permanent: this network has no clock. */
  #forged(by: ReplicaId, replica: ReplicaId): void {
    if (!this.#isLinked(by, replica)) return;
    this.#cut.add(pair(by, replica));
    this.#listeners.get(by)?.linkDown(replica);
    this.#listeners.get(replica)?.linkDown(by);
  }

  #tellDismissed(by: ReplicaId, replica: ReplicaId): void {
    if (!this.#dismissals.has(`${by} ${replica}`) || this.#cut.has(pair(by, replica))) return;
    this.#listeners.get(replica)?.notice({ type: 'dismissed', by: this.#peer(by).name });
  }

  #peer(replica: ReplicaId): Peer {
    const standing = this.#standings.get(replica) ?? { access: 'edit' };
    return { replica, name: replica.slice(0, 4), ...standing };
  }
}

function pair(a: ReplicaId, b: ReplicaId): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
