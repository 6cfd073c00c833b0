/** Keeps a mesh connected to every host of the book, as the book changes. */

import type { HostBook } from '../discovery/host-book.ts';
import type { SignalingState } from '../transport.ts';
import type { SignalingTransport } from './signaling-transport.ts';
import type { HostGreeting } from './websocket-signaling.ts';

export interface SignalingPoolOptions {
  readonly book: HostBook;
  readonly mesh: {
    addSignaling(signaling: SignalingTransport): void;
    removeSignaling(signaling: SignalingTransport): void;
  };
  readonly open: (address: string, news: SignalingNews) => SignalingTransport;
}

export interface SignalingNews {
  /** Called with each new state, and the id that the host sent, if any. */
  readonly stateChanged: (state: SignalingState, hostId: string | undefined) => void;
  /** The host has greeted; if a better address of it is known, the transport is stopped before this returns. */
  readonly greeted: (greeting: HostGreeting) => void;
}

export class SignalingPool {
  readonly #options: SignalingPoolOptions;
  readonly #open = new Map<string, SignalingTransport>();
  #unsubscribe: (() => void) | undefined;
  #isDue = false;

  constructor(options: SignalingPoolOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#unsubscribe !== undefined) return;
    this.#unsubscribe = this.#options.book.subscribe(() => this.#soon());
    this.#follow();
  }

  stop(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    for (const address of [...this.#open.keys()]) this.#close(address);
  }

  /** Deferred: a transport that reports a change is in the middle of a callback. */
  #soon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      if (this.#unsubscribe !== undefined) this.#follow();
    });
  }

  #follow(): void {
    const { book, mesh, open } = this.#options;
    const wanted = new Set(book.wanted());
    for (const address of [...this.#open.keys()]) if (!wanted.has(address)) this.#close(address);
    for (const address of wanted) {
      if (this.#open.has(address)) continue;
      const isOpen = () => this.#open.get(address) === signaling;
      const signaling = open(address, {
        stateChanged: (state, hostId) => {
          if (isOpen()) book.note(address, state, hostId);
        },
        greeted: (greeting) => {
          if (!isOpen()) return;
          book.greeted(address, greeting);
          // At once: a device that joins at two addresses and leaves at one would be tried at the stale one.
          this.#follow();
        },
      });
      this.#open.set(address, signaling);
      book.note(address, { status: 'connecting' });
      mesh.addSignaling(signaling);
    }
  }

  #close(address: string): void {
    const signaling = this.#open.get(address);
    this.#open.delete(address);
    if (signaling !== undefined) this.#options.mesh.removeSignaling(signaling);
    this.#options.book.note(address, { status: 'unused' });
  }
}
