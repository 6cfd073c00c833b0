/**
 * The blobs of an open board: stored, fetched from peers, sent to peers, and removed when nothing refers to them any more.
 * The references are agreed on; the content is not part of the log.
 */

import type { Clock } from '#app/clock/clock.ts';
import { Emitter } from '#app/emitter/emitter.ts';
import type { Peer } from '#app/mesh/transport.ts';
import { type BlobId, maxBlobBytes, maxBlobs, maxBoardBlobBytes } from '#shared/blob/blob.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { type BlobMessage, decodeBlobMessage, encodeBlobMessage } from '#shared/wire/blobs.ts';
import type { BlobStore } from './blob-store.ts';
import type { AddedBlob, Blobs, BlobsView, MissingBlob } from './blobs.ts';
import { CheckedReader } from './checked-reader.ts';
import { hashOf } from './content-id.ts';
import { type Collection, Garbage } from './garbage.ts';
import { type Reference, References } from './references.ts';
import { Announcements } from './transfer/announcements.ts';
import { Fetcher } from './transfer/fetcher.ts';
import { Holders } from './transfer/holders.ts';
import { Supplier } from './transfer/supplier.ts';

/** Interval between garbage collections, and the delay before the first one. Milliseconds. */
export const collectMs = 60_000;

/** Minimum interval between notifications about progress alone, milliseconds. */
const progressMs = 100;

export interface BoardBlobsOptions {
  readonly store: BlobStore;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly send: (to: ReplicaId, bytes: Uint8Array) => void;
  /** `problem` is for a log. */
  readonly lied: (by: ReplicaId, problem: string) => void;
  readonly warn: (text: string) => void;
}

export class BoardBlobs implements Blobs {
  readonly #options: BoardBlobsOptions;
  readonly #references = new References();
  readonly #holders = new Holders();
  readonly #garbage: Garbage;
  readonly #reader: CheckedReader;
  readonly #supplier: Supplier;
  readonly #fetcher: Fetcher;
  readonly #listeners = new Emitter<void>();
  readonly #announcements: Announcements;
  readonly #problems = new Map<BlobId, 'full' | 'storage'>();
  /** Bytes that are about to be stored. */
  #reserved = 0;
  #view: BlobsView | undefined;
  #cancelCollect: () => void;
  #cancelProgress: (() => void) | undefined;
  #isClosed = false;

  constructor(options: BoardBlobsOptions) {
    const { clock } = options;
    this.#options = options;
    const send = (to: ReplicaId, message: BlobMessage) => options.send(to, encodeBlobMessage(message));
    this.#garbage = new Garbage(options.store, this.#references);
    this.#reader = new CheckedReader(options.store);
    this.#announcements = new Announcements({ send, linked: () => this.#holders.linked() });
    this.#supplier = new Supplier({
      clock,
      send,
      read: async (id) => (this.#isGiven(id) ? this.get(id) : undefined),
    });
    this.#fetcher = new Fetcher({
      clock,
      send,
      holders: this.#holders,
      admits: (id, bytes) => this.#admits(id, bytes),
      fetched: (id, bytes) => void this.#keep(id, bytes),
      progressed: () => this.#changedSoon(),
      lied: (by) => options.lied(by, 'a blob with another content than its id says'),
    });
    this.#cancelCollect = clock.after(collectMs, () => void this.#collectAgain());
  }

  // For a window.

  async add(bytes: Uint8Array): Promise<AddedBlob> {
    if (bytes.byteLength === 0) return { ok: false, why: 'empty' };
    if (bytes.byteLength > maxBlobBytes) return { ok: false, why: 'too-large' };
    const id = await hashOf(bytes);
    if (this.has(id) && (await this.#isReadable(id))) return { ok: true, id };
    if (!this.#hasRoom(bytes.byteLength)) await this.#collect('pressed');
    if (!this.#hasRoom(bytes.byteLength)) return { ok: false, why: 'full' };
    const problem = await this.#put(id, bytes);
    if (problem !== undefined) return { ok: false, why: problem };
    this.#fetcher.unwant(id);
    return { ok: true, id };
  }

  async get(id: BlobId): Promise<Uint8Array | undefined> {
    const read = await this.#reader.read(id);
    if (read !== 'damaged') return read;
    this.#options.warn('A stored blob is damaged; it is fetched again');
    const { unused, collected } = this.#options.store;
    await this.#remove({ remove: [id], unused, collected });
    this.#follow(id);
    return undefined;
  }

  /** A storage that fails now may have it later. */
  async #isReadable(id: BlobId): Promise<boolean> {
    try {
      return (await this.get(id)) !== undefined;
    } catch {
      return true;
    }
  }

  has(id: BlobId): boolean {
    return this.#options.store.sizes.has(id);
  }

  view(): BlobsView {
    this.#view ??= this.#makeView();
    return this.#view;
  }

  holders(id: BlobId): readonly ReplicaId[] {
    return this.#holders.of(id);
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  // For the session.

  /** Sets the references of these elements and cards; see {@link References.set}. */
  refer(changes: Iterable<readonly [owner: string, reference: Reference | undefined]>): void {
    const touched = new Set<BlobId>();
    for (const [owner, reference] of changes) {
      for (const id of this.#references.set(owner, reference)) touched.add(id);
    }
    for (const id of touched) this.#follow(id);
    if (touched.size > 0) this.#changed();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelCollect();
    this.#cancelProgress?.();
    this.#fetcher.stop();
    this.#options.store.close();
  }

  // From the network.

  linkUp(peer: Peer): void {
    const { replica } = peer;
    this.#holders.linkUp(peer);
    this.#supplier.linkUp(replica);
    this.#announcements.linkUp(replica);
    this.#changed();
  }

  linkDown(replica: ReplicaId): void {
    this.#holders.linkDown(replica);
    this.#supplier.linkDown(replica);
    this.#fetcher.holdersChanged();
    this.#changed();
  }

  /** @returns whether `bytes` are a message of this protocol. */
  receive(from: ReplicaId, bytes: Uint8Array): boolean {
    const decoded = decodeBlobMessage(bytes);
    if (!decoded.ok) return false;
    if (this.#isClosed) return true;
    const message = decoded.value;
    switch (message.type) {
      case 'have':
        this.#holders.announced(from, message.ids);
        this.#fetcher.holdersChanged();
        this.#changedSoon();
        break;
      case 'lack':
        this.#holders.lacked(from, message.ids);
        this.#fetcher.holdersChanged();
        this.#changedSoon();
        break;
      case 'want':
        this.#supplier.wanted(from, message.id, message.offset);
        break;
      case 'chunk':
        this.#fetcher.chunk(from, message);
    }
    return true;
  }

  // Storage.

  /** Only blobs to which the board refers are sent to others. */
  #isGiven(id: BlobId): boolean {
    return this.has(id) && (this.#references.isLiving(id) || this.#references.isDeleted(id));
  }

  #follow(id: BlobId): void {
    if (!this.has(id)) {
      if (this.#references.isLiving(id)) this.#fetcher.want(id);
      else this.#fetcher.unwant(id);
    } else if (this.#isGiven(id)) {
      this.#announcements.announce(id);
    }
  }

  #hasRoom(bytes: number): boolean {
    const { sizes } = this.#options.store;
    return this.#stored() + this.#reserved + bytes <= maxBoardBlobBytes && sizes.size < maxBlobs;
  }

  #admits(id: BlobId, bytes: number): boolean {
    if (this.#hasRoom(bytes)) return true;
    // The next collection retries.
    this.#problems.set(id, 'full');
    void this.#collect('pressed');
    this.#changed();
    return false;
  }

  async #keep(id: BlobId, bytes: Uint8Array): Promise<void> {
    const problem = await this.#put(id, bytes);
    if (problem !== undefined) this.#problems.set(id, problem);
    this.#changed();
  }

  async #put(id: BlobId, bytes: Uint8Array): Promise<'storage' | undefined> {
    this.#reserved += bytes.byteLength;
    try {
      await this.#options.store.put(id, bytes);
    } catch (error) {
      this.#options.warn(`A blob of ${bytes.byteLength} bytes could not be stored: ${String(error)}`);
      return 'storage';
    } finally {
      this.#reserved -= bytes.byteLength;
    }
    this.#reader.stored(id);
    this.#problems.delete(id);
    this.#follow(id);
    this.#changed();
    return undefined;
  }

  async #collectAgain(): Promise<void> {
    await this.#collect('now and then');
    // Blobs that did not fit, or that the storage refused, may be stored now.
    for (const id of [...this.#problems.keys()]) {
      this.#problems.delete(id);
      this.#follow(id);
    }
    if (!this.#isClosed)
      this.#cancelCollect = this.#options.clock.after(collectMs, () => void this.#collectAgain());
  }

  async #collect(when: 'now and then' | 'pressed'): Promise<void> {
    const due = this.#garbage.collect(this.#options.now(), when === 'pressed');
    if (due !== undefined) await this.#remove(due);
  }

  /** If the storage refuses that, they stay. */
  async #remove({ remove: ids, unused, collected }: Collection): Promise<void> {
    try {
      await this.#options.store.remove(ids, unused, collected);
    } catch (error) {
      return this.#options.warn(`Blobs could not be removed: ${String(error)}`);
    }
    if (ids.length === 0) return;
    this.#reader.removed(ids);
    this.#supplier.forget(ids);
    this.#announcements.withdraw(ids);
    this.#changed();
  }

  #stored(): number {
    let bytes = 0;
    for (const size of this.#options.store.sizes.values()) bytes += size;
    return bytes;
  }

  // Reports.

  #makeView(): BlobsView {
    const used = [...this.#references.living];
    const missing = used.filter((id) => !this.has(id)).map((id) => this.#missing(id));
    return { used, missing, bytes: this.#stored() };
  }

  #missing(id: BlobId): MissingBlob {
    const progress = this.#fetcher.progress(id);
    const from = this.#fetcher.source(id) ?? this.#holders.of(id)[0];
    const problem = this.#problems.get(id);
    return {
      id,
      ...(progress === undefined ? {} : { progress }),
      ...(from === undefined ? {} : { from }),
      ...(problem === undefined ? {} : { problem }),
    };
  }

  #changed(): void {
    this.#cancelProgress?.();
    this.#cancelProgress = undefined;
    this.#view = undefined;
    if (!this.#isClosed) this.#listeners.emit();
  }

  #changedSoon(): void {
    this.#cancelProgress ??= this.#options.clock.after(progressMs, () => this.#changed());
  }
}
