/** The interface between a window and the blobs of a board ({@link Blobs}). */

import type { BlobId } from '#shared/blob/blob.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Progress } from './transfer/fetcher.ts';

export type AddedBlob =
  | { readonly ok: true; readonly id: BlobId }
  /** `full`: the board has no room for it. `storage`: this device’s storage refused it. */
  | { readonly ok: false; readonly why: 'empty' | 'too-large' | 'full' | 'storage' };

/** A blob that the board refers to and that is not here. */
export interface MissingBlob {
  readonly id: BlobId;
  readonly progress?: Progress;
  /** The peer that it is requested from; absent if no connected device has it. */
  readonly from?: ReplicaId;
  /** The reason why it cannot be stored here. */
  readonly problem?: 'full' | 'storage';
}

export interface BlobsView {
  /** Blobs that something on the board refers to. */
  readonly used: readonly BlobId[];
  readonly missing: readonly MissingBlob[];
  /** Bytes of all blobs here, used or not. */
  readonly bytes: number;
}

/** The blobs of a board, for a window. */
export interface Blobs {
  /** Stores it on this device. Without a reference to it, it is removed after an hour. */
  add(bytes: Uint8Array): Promise<AddedBlob>;
  /** Undefined if it is not stored on this device, or not yet. */
  get(id: BlobId): Promise<Uint8Array | undefined>;
  has(id: BlobId): boolean;
  /** The same object until something in it changes. */
  view(): BlobsView;
  /** Connected devices that have it, without this one. */
  holders(id: BlobId): readonly ReplicaId[];
  /** @returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void;
}
