/**
 * Connects a board's blobs and Excalidraw's files: an image that is added to the scene becomes a blob before it is shared,
 * and a received blob becomes a file.
 */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { AddedBlob, Blobs } from '#app/blobs/blobs.ts';
import { type BlobId, isBlobId, maxBlobBytes } from '#shared/blob/blob.ts';
import { type ImageType, readImage } from '#shared/blob/image.ts';
import type { Json } from '#shared/board/commands.ts';
import { bytesOfDataUrl, dataUrlOf } from './data-url.ts';
import { type ImageRefusal, prepareImage } from './prepare.ts';

/** The reason why an image is not on the board. `missing`: the clipboard names an image without its bytes. */
export type ImageProblem = ImageRefusal | 'full' | 'storage' | 'missing';

/** An image whose bytes are a blob. */
export interface InsertedImage {
  readonly id: BlobId;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Excalidraw's files, as its API offers them. */
export interface SceneFiles {
  /** Data URLs by id. */
  get(id: string): string | undefined;
  add(id: string, type: ImageType, dataUrl: string): void;
  /** Replaces the file of its images, or removes them from the scene. */
  rename(id: string, to: string | undefined): void;
  /** The image that follows the pointer until it is placed. */
  pendingImage(): string | null;
}

export class ImageFiles {
  readonly #blobs: Blobs;
  readonly #files: SceneFiles;
  readonly #drawn: () => Pick<ReadonlySet<unknown>, 'has'>;
  readonly #agreed: (element: string) => Json | undefined;
  readonly #refuse: (why: ImageProblem) => void;
  readonly #prepare: typeof prepareImage;
  /** Foreign files that are becoming blobs. */
  readonly #adopting = new Set<string>();
  /** Blobs that are shown, or cannot be. */
  readonly #seen = new Set<BlobId>();
  #showing: Promise<void> | undefined;
  #isStopped = false;
  readonly #unsubscribe: () => void;

  constructor(options: {
    readonly blobs: Blobs;
    readonly files: SceneFiles;
    /** The `fileId`s of the board's elements: cards have blobs, too. */
    readonly drawn: () => Pick<ReadonlySet<unknown>, 'has'>;
    /** The agreed `fileId` of an element. */
    readonly agreed: (element: string) => Json | undefined;
    readonly refuse: (why: ImageProblem) => void;
    readonly prepare?: typeof prepareImage;
  }) {
    this.#blobs = options.blobs;
    this.#files = options.files;
    this.#drawn = options.drawn;
    this.#agreed = options.agreed;
    this.#refuse = options.refuse;
    this.#prepare = options.prepare ?? prepareImage;
    this.#unsubscribe = this.#blobs.subscribe(() => this.show());
  }

  stop(): void {
    this.#isStopped = true;
    this.#unsubscribe();
  }

  /** Passes the board's images with their bytes here to Excalidraw. */
  show(): void {
    this.#showing ??= this.#showAll().finally(() => {
      this.#showing = undefined;
    });
  }

  /** @returns the id of a file that a person inserts; its bytes are a blob, and a file of the scene, by then. */
  async insert(bytes: Uint8Array<ArrayBuffer>): Promise<InsertedImage | ImageProblem> {
    const prepared = await this.#prepare(bytes);
    if (!prepared.ok) return prepared.why;
    const read = readImage(prepared.bytes);
    if (typeof read === 'string') return 'unsupported';
    const added = await this.#blobs.add(prepared.bytes);
    if (!added.ok) return problemOf(added);
    this.#give(added.id, prepared.bytes);
    return { id: added.id, width: read.width, height: read.height };
  }

  /**
   * Whether `element` can be shared as it is. An image whose bytes are not a blob yet becomes one, and is shared then; one
   * without bytes is removed.
   */
  isReady(element: ExcalidrawElement): boolean {
    if (element.type !== 'image') return true;
    const { fileId } = element;
    if (fileId === null || this.#files.pendingImage() === element.id) return element.isDeleted;
    if (this.#agreed(element.id) === fileId || (isBlobId(fileId) && this.#isOnBoard(fileId))) return true;
    if (!element.isDeleted) void this.#adopt(fileId);
    return false;
  }

  #isOnBoard(id: BlobId): boolean {
    return this.#blobs.has(id) || this.#blobs.view().used.includes(id);
  }

  async #adopt(fileId: string): Promise<void> {
    if (this.#adopting.has(fileId) || this.#isStopped) return;
    this.#adopting.add(fileId);
    const bytes = bytesOfDataUrl(this.#files.get(fileId), maxBlobBytes);
    const made = bytes === undefined ? 'missing' : await this.insert(bytes);
    this.#adopting.delete(fileId);
    if (this.#isStopped) return;
    if (typeof made === 'string') this.#refuse(made);
    this.#files.rename(fileId, typeof made === 'string' ? undefined : made.id);
  }

  async #showAll(): Promise<void> {
    for (;;) {
      const here = this.#blobs.view().used.filter((id) => !this.#seen.has(id) && this.#blobs.has(id));
      if (here.length === 0 || this.#isStopped) return;
      const drawn = this.#drawn();
      const next = here.find((id) => drawn.has(id));
      if (next === undefined) return;
      this.#seen.add(next);
      try {
        const bytes = await this.#blobs.get(next);
        if (bytes !== undefined && !this.#isStopped) this.#give(next, bytes);
        // It was damaged, and is fetched again.
        else if (!this.#blobs.has(next)) this.#seen.delete(next);
      } catch (error) {
        console.warn('An image could not be read', error);
      }
    }
  }

  /** A blob that is not an image, or too large to draw, stays an empty placeholder. */
  #give(id: BlobId, bytes: Uint8Array): void {
    this.#seen.add(id);
    const read = readImage(bytes);
    if (typeof read === 'string' || this.#files.get(id) !== undefined) return;
    this.#files.add(id, read.type, dataUrlOf(bytes, read.type));
  }
}

function problemOf({ why }: Extract<AddedBlob, { readonly ok: false }>): ImageProblem {
  return why === 'empty' ? 'unsupported' : why;
}
