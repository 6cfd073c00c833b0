/** Keeps a mesh connected to every host of the book, as the book changes. */

import type { HostBook } from './host-book.ts';
import type { SignalingTransport } from './signaling-transport.ts';
import type { SignalingState } from './transport.ts';

export interface SignalingPoolOptions {
  readonly book: HostBook;
  readonly mesh: {
    addSignaling(signaling: SignalingTransport): void;
    removeSignaling(signaling: SignalingTransport): void;
  };
  /** @param told calls with each new state, and with the id that the host gave itself. */
  readonly open: (
    address: string,
    told: (state: SignalingState, hostId: string | undefined) => void,
  ) => SignalingTransport;
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

  /** Not at once: a transport that has news is in the middle of telling it. */
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
      const signaling = open(address, (state, hostId) => {
        if (this.#open.get(address) === signaling) book.note(address, state, hostId);
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
