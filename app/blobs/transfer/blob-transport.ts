/** Takes the frames about blobs out of a transport. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { blobFrameKind } from '#shared/wire/blobs.ts';
import type { Peer, Transport, TransportListener } from '../../mesh/transport.ts';
import { TransportLayer } from '../../mesh/transport-layer.ts';
import type { BoardBlobs } from '../board-blobs.ts';

export class BlobTransport extends TransportLayer {
  protected readonly frameKind = blobFrameKind;
  readonly #blobs: Pick<BoardBlobs, 'linkUp' | 'linkDown' | 'receive'>;

  /** They get nothing of the board. */
  readonly #witnesses = new Set<ReplicaId>();

  constructor(inner: Transport, blobs: Pick<BoardBlobs, 'linkUp' | 'linkDown' | 'receive'>) {
    super(inner);
    this.#blobs = blobs;
  }

  protected linkUp(peer: Peer, listener: TransportListener): void {
    listener.linkUp(peer);
    if (peer.witness === true) this.#witnesses.add(peer.replica);
    else this.#blobs.linkUp(peer);
  }

  protected linkDown(replica: ReplicaId, listener: TransportListener): void {
    if (!this.#witnesses.delete(replica)) this.#blobs.linkDown(replica);
    listener.linkDown(replica);
  }

  protected receive(from: ReplicaId, bytes: Uint8Array, pass: () => void): void {
    if (this.#witnesses.has(from)) return;
    if (!this.#blobs.receive(from, bytes)) pass();
  }
}
