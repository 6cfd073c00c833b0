/**
 * Measures a text again whose font arrived after it was written. Excalidraw fetches the font of Chinese, Japanese and Korean in parts
 * when a text needs them, and measures the text before: without such a font in the system it would be too narrow, and cut.
 */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { ElementPatch } from '#shared/board/commands.ts';
import type { FittedText } from '../scene.ts';

/** Texts that are measured at once, at most: a person writes few, and can select thousands. */
export const maxMeasured = 100;

/** Canvas pixels. */
const tolerance = 1;

export interface LateFontsScene {
  /** The selected elements: a text is selected after it was written. Empty while one is being written. */
  selected(): readonly ExcalidrawElement[];
  /** With the fonts that are here now. */
  fitted(element: ExcalidrawElement, text: string): FittedText;
  submit(patches: readonly ElementPatch[]): void;
}

/** @param fonts of the page. @returns a function that ends it. */
export function followLateFonts(fonts: EventTarget, scene: LateFontsScene): () => void {
  const measure = (): void => {
    const texts = scene.selected().filter((element) => element.type === 'text' && !element.isDeleted);
    const patches = texts.slice(0, maxMeasured).flatMap((element): ElementPatch[] => {
      if (element.type !== 'text') return [];
      const { text, x, y, width, height } = scene.fitted(element, element.originalText);
      const isSame =
        text === element.text &&
        Math.abs(width - element.width) <= tolerance &&
        Math.abs(height - element.height) <= tolerance;
      return isSame
        ? []
        : [{ id: element.id, set: { originalText: element.originalText, text, x, y, width, height } }];
    });
    if (patches.length > 0) scene.submit(patches);
  };
  fonts.addEventListener('loadingdone', measure);
  return () => fonts.removeEventListener('loadingdone', measure);
}
