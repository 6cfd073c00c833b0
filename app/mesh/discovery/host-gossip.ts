/**
 * Gossips the hosts in use between members, so that a board outlives the host where it began.
 */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { decodeHosts, encodeHosts, hostsFrameKind } from '#shared/wire/hosts.ts';
import type { Peer, Transport, TransportListener } from '../transport.ts';
import { TransportLayer } from '../transport-layer.ts';
import type { HostBook } from './host-book.ts';

/** Frames accepted from one peer per link; further ones are dropped. */
export const maxHostMessages = 200;

export class HostGossip extends TransportLayer {
  protected readonly frameKind = hostsFrameKind;
  readonly #book: HostBook;
  /** Frames received from each linked peer. */
  readonly #received = new Map<ReplicaId, number>();
  /** The addresses that were sent last. */
  #sent = '';
  #unsubscribe: (() => void) | undefined;

  constructor(inner: Transport, book: HostBook) {
    super(inner);
    this.#book = book;
  }

  override start(listener: TransportListener): void {
    this.#unsubscribe ??= this.#book.subscribe(() => this.#sendIfChanged());
    super.start(listener);
  }

  override stop(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    super.stop();
    this.#received.clear();
  }

  protected linkUp(peer: Peer, listener: TransportListener): void {
    this.#received.set(peer.replica, 0);
    listener.linkUp(peer);
    this.#sendHosts(peer.replica);
  }

  protected linkDown(replica: ReplicaId, listener: TransportListener): void {
    this.#received.delete(replica);
    listener.linkDown(replica);
  }

  protected receive(from: ReplicaId, bytes: Uint8Array, pass: () => void): void {
    const count = (this.#received.get(from) ?? 0) + 1;
    this.#received.set(from, count);
    if (count > maxHostMessages) return;
    const hosts = decodeHosts(bytes);
    if (!hosts.ok) return pass();
    for (const address of hosts.value) this.#book.add('peer', address);
  }

  #sendIfChanged(): void {
    const text = this.#book.toGossip().join(' ');
    if (text === this.#sent) return;
    this.#sent = text;
    for (const { replica } of this.inner.peers()) this.#sendHosts(replica);
  }

  #sendHosts(to: ReplicaId): void {
    const addresses = this.#book.toGossip();
    if (addresses.length > 0) this.inner.send(to, 'ephemeral', encodeHosts(addresses));
  }
}
