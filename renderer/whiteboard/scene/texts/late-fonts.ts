/**
 * Measures a text again whose font arrived after it was written. Excalidraw fetches the font of Chinese, Japanese and Korean in parts
 * when a text needs them, and measures the text before: without such a font in the system it would be too narrow, and cut.
 */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';

export interface LateFontsScene {
  /** The selected elements: a text is selected after it was written. Empty while one is being written. */
  selected(): readonly ExcalidrawElement[];
  /** Measures texts with the fonts that are here now. */
  measure(ids: readonly string[]): void;
}

/** @param fonts of the page. @returns a function that ends it. */
export function followLateFonts(fonts: EventTarget, scene: LateFontsScene): () => void {
  const measure = (): void => {
    const texts = scene.selected().filter(({ type }) => type === 'text');
    if (texts.length > 0) scene.measure(texts.map(({ id }) => id));
  };
  fonts.addEventListener('loadingdone', measure);
  return () => fonts.removeEventListener('loadingdone', measure);
}
