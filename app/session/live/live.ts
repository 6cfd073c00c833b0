/**
 * Messages outside the log: the positions of people, and unfinished gestures. They are neither agreed on nor stored,
 * and a device that misses all of them lacks nothing of the board.
 */

import type { Clock } from '#app/clock/clock.ts';
import { Emitter } from '#app/emitter/emitter.ts';
import type { ElementPatch } from '#shared/board/commands.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Presence } from '#shared/wire/presence.ts';
import type { Schedule } from '../changes/pacing.ts';
import type { Look } from './look.ts';
import { Others, type Previews } from './others.ts';
import { Outgoing, type OutgoingOptions } from './outgoing.ts';
import type { Whereabouts } from './whereabouts.ts';

export interface LiveBoard {
  /** By device, without this one. The same object until something in it changes. */
  others(): ReadonlyMap<ReplicaId, Whereabouts>;
  /**
   * Calls back, at most once a frame, when `others()` returns something new.
   *
   * @returns a function that ends the subscription.
   */
  subscribe(listener: () => void): () => void;
  readonly previews: Previews;
  /** Calls back, at most once a frame, with the ids of elements that look different under way at others. */
  subscribePreviews(listener: (ids: readonly string[]) => void): () => void;
  /** Shows the others where this person is; absent fields stay unchanged. */
  show(change: Partial<Whereabouts>): void;
  /** Shows the others how elements look that are under way here. Does nothing where this device may only view. */
  draw(looks: Iterable<readonly [id: string, look: Look]>): void;
  /** They are no longer under way. @param kept whether they became changes. */
  end(ids: Iterable<string>, kept: (id: string) => boolean): void;
}

export interface LiveOptions extends OutgoingOptions {
  /** May change when somebody changes this person's role. */
  readonly mayDraw: () => boolean;
  readonly clock: Clock;
  readonly schedule: Schedule;
}

export class Live implements LiveBoard {
  readonly #options: LiveOptions;
  readonly #outgoing: Outgoing;
  readonly #incoming: Others;
  readonly #listeners = new Emitter<void>();
  readonly #previewListeners = new Emitter<readonly string[]>();
  readonly #previewed = new Set<string>();
  #others: ReadonlyMap<ReplicaId, Whereabouts> = new Map();
  #hasMoved = false;
  #isFlushing = false;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#outgoing = new Outgoing(options);
    this.#incoming = new Others(options.clock, {
      moved: () => {
        this.#hasMoved = true;
        this.#flushSoon();
      },
      previewed: (ids) => {
        for (const id of ids) this.#previewed.add(id);
        this.#flushSoon();
      },
    });
  }

  // From the network.

  linkUp(peer: ReplicaId): void {
    this.#incoming.linkUp(peer);
    this.#outgoing.linkUp(peer);
  }

  linkDown(peer: ReplicaId): void {
    this.#incoming.linkDown(peer);
    this.#outgoing.linkDown(peer);
  }

  receive(from: ReplicaId, message: Presence): void {
    this.#incoming.receive(from, message);
  }

  /** Whether this device has unfinished gestures. */
  isDrawing(author: ReplicaId): boolean {
    return this.#incoming.isDrawing(author);
  }

  /** Changes of this device have settled. */
  changed(author: ReplicaId, patches: readonly ElementPatch[]): void {
    this.#incoming.changed(author, patches);
  }

  /** They were removed from the board. */
  forget(peers: Iterable<ReplicaId>): void {
    this.#incoming.forget(peers);
  }

  stop(): void {
    this.#outgoing.stop();
    this.#incoming.stop();
  }

  // For the window.

  others(): ReadonlyMap<ReplicaId, Whereabouts> {
    return this.#others;
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  get previews(): Previews {
    return this.#incoming;
  }

  subscribePreviews(listener: (ids: readonly string[]) => void): () => void {
    return this.#previewListeners.subscribe(listener);
  }

  show(change: Partial<Whereabouts>): void {
    this.#outgoing.show(change);
  }

  draw(looks: Iterable<readonly [id: string, look: Look]>): void {
    if (this.#options.mayDraw()) this.#outgoing.draw(looks);
  }

  end(ids: Iterable<string>, kept: (id: string) => boolean): void {
    this.#outgoing.end(ids, kept);
  }

  #flushSoon(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    this.#options.schedule(() => this.#flush());
  }

  #flush(): void {
    this.#isFlushing = false;
    const previewed = [...this.#previewed];
    this.#previewed.clear();
    if (this.#hasMoved) {
      this.#hasMoved = false;
      this.#others = this.#incoming.whereabouts();
      this.#listeners.emit();
    }
    if (previewed.length > 0) this.#previewListeners.emit(previewed);
  }
}
