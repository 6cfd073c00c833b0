/** A transport over another one: it handles its own kind of frame, and passes everything else on. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Lane, Peer, Roles, SignalingState, Transport, TransportListener } from './transport.ts';

export abstract class TransportLayer implements Transport {
  protected readonly inner: Transport;

  constructor(inner: Transport) {
    this.inner = inner;
  }

  start(listener: TransportListener): void {
    this.inner.start({
      changed: () => listener.changed(),
      notice: (notice) => listener.notice(notice),
      doubted: (replica) => listener.doubted(replica),
      linkUp: (peer) => this.linkUp(peer, listener),
      linkDown: (replica) => this.linkDown(replica, listener),
      frame: (from, lane, bytes) => {
        const pass = () => listener.frame(from, lane, bytes);
        if (bytes[0] === this.frameKind) this.receive(from, bytes, pass);
        else pass();
      },
    });
  }

  stop(): void {
    this.inner.stop();
  }

  send(to: ReplicaId, lane: Lane, bytes: Uint8Array): void {
    this.inner.send(to, lane, bytes);
  }

  isClear(to: ReplicaId): boolean {
    return this.inner.isClear(to);
  }

  heed(roles: Roles): void {
    this.inner.heed(roles);
  }

  forged(replica: ReplicaId): void {
    this.inner.forged(replica);
  }

  dismiss(replicas: ReadonlySet<ReplicaId>): void {
    this.inner.dismiss(replicas);
  }

  peers(): readonly Peer[] {
    return this.inner.peers();
  }

  signaling(): SignalingState {
    return this.inner.signaling();
  }

  /** The first byte of the frames that end in this layer. */
  protected abstract readonly frameKind: number;
  /** Notifies `listener`, before or after its own work. */
  protected abstract linkUp(peer: Peer, listener: TransportListener): void;
  protected abstract linkDown(replica: ReplicaId, listener: TransportListener): void;
  /** @param pass forwards a malformed frame to the listener, which reports it. */
  protected abstract receive(from: ReplicaId, bytes: Uint8Array, pass: () => void): void;
}
