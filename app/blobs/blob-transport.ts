/** A transport around another: frames about blobs end here, everything else passes. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { blobFrameKind } from '#shared/wire/blobs.ts';
import type { Peer, SignalingState, Transport, TransportListener } from '../mesh/transport.ts';
import type { BoardBlobs } from './board-blobs.ts';

export class BlobTransport implements Transport {
  readonly #transport: Transport;
  readonly #blobs: Pick<BoardBlobs, 'linkUp' | 'linkDown' | 'hear'>;

  constructor(transport: Transport, blobs: Pick<BoardBlobs, 'linkUp' | 'linkDown' | 'hear'>) {
    this.#transport = transport;
    this.#blobs = blobs;
  }

  start(listener: TransportListener): void {
    this.#transport.start({
      changed: () => listener.changed(),
      notice: (notice) => listener.notice(notice),
      linkUp: (peer) => {
        listener.linkUp(peer);
        this.#blobs.linkUp(peer);
      },
      linkDown: (replica: ReplicaId) => {
        this.#blobs.linkDown(replica);
        listener.linkDown(replica);
      },
      frame: (from, lane, bytes) => {
        // A malformed message passes on to the replica, which reports it.
        if (bytes[0] !== blobFrameKind || !this.#blobs.hear(from, bytes)) listener.frame(from, lane, bytes);
      },
    });
  }

  stop(): void {
    this.#transport.stop();
  }

  send(...frame: Parameters<Transport['send']>): void {
    this.#transport.send(...frame);
  }

  isClear(to: ReplicaId): boolean {
    return this.#transport.isClear(to);
  }

  forged(...by: Parameters<Transport['forged']>): void {
    this.#transport.forged(...by);
  }

  dismiss(...removed: Parameters<Transport['dismiss']>): void {
    this.#transport.dismiss(...removed);
  }

  peers(): readonly Peer[] {
    return this.#transport.peers();
  }

  signaling(): SignalingState {
    return this.#transport.signaling();
  }
}
