/**
 * Measures a text again whose font arrived after it was written: with another font it has another width. Excalidraw fetches the font
 * of Chinese, Japanese and Korean in parts when a text needs them, and a guest's page every font from a host that may be away.
 */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import { BoundedMap } from '#shared/collections/bounded-map.ts';
import { maxMeasured } from './measured-texts.ts';

export interface LateFontsScene {
  /** The selected elements: a text is selected after it was written. Empty while one is being written. */
  selected(): readonly ExcalidrawElement[];
  /** Measures texts with the fonts that are here now. */
  measure(ids: readonly string[]): void;
  /** The same for texts that were written some time ago: it is no part of the latest step of undo. */
  measureLater(ids: readonly string[]): void;
}

/** The fonts of the page. */
export interface PageFonts extends EventTarget {
  forEach(visit: (font: Pick<FontFace, 'status'>) => void): void;
}

export class LateFonts {
  readonly #fonts: PageFonts;
  readonly #scene: LateFontsScene;
  /** The texts that this person wrote latest, by id. */
  readonly #written = new BoundedMap<string, true>(maxMeasured);
  #writing: string | undefined;
  #hasFailed = false;

  constructor(fonts: PageFonts, scene: LateFontsScene) {
    this.#fonts = fonts;
    this.#scene = scene;
    fonts.addEventListener('loadingdone', this.#loaded);
    fonts.addEventListener('loadingerror', this.#failed);
  }

  /** @param id of the text that this person is writing; undefined if there is none. */
  writes(id: string | undefined): void {
    if (id === this.#writing) return;
    this.#writing = id;
    if (id !== undefined) this.#written.set(id, true);
  }

  stop(): void {
    this.#fonts.removeEventListener('loadingdone', this.#loaded);
    this.#fonts.removeEventListener('loadingerror', this.#failed);
  }

  readonly #failed = (): void => {
    this.#hasFailed = true;
  };

  readonly #loaded = (): void => {
    const texts = this.#scene.selected().filter(({ type }) => type === 'text');
    if (texts.length > 0) this.#scene.measure(texts.map(({ id }) => id));
    // The event comes also when the last of several fonts failed.
    if (!this.#hasFailed || this.#isAnyMissing()) return;
    this.#hasFailed = false;
    const written = [...this.#written.keys()].filter((id) => id !== this.#writing);
    for (const id of written) this.#written.delete(id);
    if (written.length > 0) this.#scene.measureLater(written);
  };

  #isAnyMissing(): boolean {
    let isMissing = false;
    this.#fonts.forEach(({ status }) => {
      if (status === 'error') isMissing = true;
    });
    return isMissing;
  }
}
