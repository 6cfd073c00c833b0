/**
 * Gossips the hosts in use between members, so that a board outlives the host where it began.
 *
 * Wraps a transport: frames of its own kind end here, all others pass.
 */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { decodeHosts, encodeHosts, hostsFrameKind } from '#shared/wire/hosts.ts';
import type { Peer, SignalingState, Transport, TransportListener } from '../transport.ts';
import type { HostBook } from './host-book.ts';

/** Frames accepted from one peer per link; further ones are dropped. */
export const maxHostMessages = 200;

export class HostGossip implements Transport {
  readonly #transport: Transport;
  readonly #book: HostBook;
  /** Frames received from each linked peer. */
  readonly #heard = new Map<ReplicaId, number>();
  #told = '';
  #unsubscribe: (() => void) | undefined;

  constructor(transport: Transport, book: HostBook) {
    this.#transport = transport;
    this.#book = book;
  }

  start(listener: TransportListener): void {
    this.#unsubscribe ??= this.#book.subscribe(() => this.#sendIfChanged());
    this.#transport.start({
      changed: () => listener.changed(),
      notice: (notice) => listener.notice(notice),
      linkUp: (peer) => {
        this.#heard.set(peer.replica, 0);
        listener.linkUp(peer);
        this.#sendHosts(peer.replica);
      },
      linkDown: (replica) => {
        this.#heard.delete(replica);
        listener.linkDown(replica);
      },
      frame: (from, lane, bytes) => {
        if (bytes[0] === hostsFrameKind) this.#receive(from, bytes, () => listener.frame(from, lane, bytes));
        else listener.frame(from, lane, bytes);
      },
    });
  }

  stop(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#transport.stop();
    this.#heard.clear();
  }

  send(...frame: Parameters<Transport['send']>): void {
    this.#transport.send(...frame);
  }

  isClear(...to: Parameters<Transport['isClear']>): boolean {
    return this.#transport.isClear(...to);
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

  /** @param pass forwards a malformed frame to the listener, which reports it. */
  #receive(from: ReplicaId, bytes: Uint8Array, pass: () => void): void {
    const count = (this.#heard.get(from) ?? 0) + 1;
    this.#heard.set(from, count);
    if (count > maxHostMessages) return;
    const hosts = decodeHosts(bytes);
    if (!hosts.ok) return pass();
    for (const address of hosts.value) this.#book.add('peer', address);
  }

  #sendIfChanged(): void {
    const text = this.#book.toGossip().join(' ');
    if (text === this.#told) return;
    this.#told = text;
    for (const { replica } of this.#transport.peers()) this.#sendHosts(replica);
  }

  #sendHosts(to: ReplicaId): void {
    const addresses = this.#book.toGossip();
    if (addresses.length > 0) this.#transport.send(to, 'ephemeral', encodeHosts(addresses));
  }
}
