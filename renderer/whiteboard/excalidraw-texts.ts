/** Texts of Excalidraw that are false on a shared board, or not for people, come from the catalogs. */

import { diagramProblem } from './diagrams/problem.ts';
import { diagramProblemText, diagramTexts } from './diagrams/texts.ts';
import { libraryTexts } from './library/texts.ts';

interface ExcalidrawTexts {
  readonly personalLib: string;
  readonly emptyLibrary: string;
  readonly diagramDescription: string;
  readonly diagramPlaceholder: string;
  readonly diagramProblem: (error: unknown, text: string) => string;
}

declare global {
  interface Window {
    /** The build patches Excalidraw to read its texts here (`scripts/packaging/excalidraw-patches.mjs`). */
    PAXBOARD_EXCALIDRAW_TEXTS?: ExcalidrawTexts;
  }
}

export function provideTexts(window: Pick<Window, 'PAXBOARD_EXCALIDRAW_TEXTS'>): void {
  window.PAXBOARD_EXCALIDRAW_TEXTS = {
    get personalLib() {
      return libraryTexts.name;
    },
    get emptyLibrary() {
      return libraryTexts.empty;
    },
    get diagramDescription() {
      return diagramTexts.description;
    },
    get diagramPlaceholder() {
      return diagramTexts.placeholder;
    },
    diagramProblem: (error, text) => diagramProblemText(diagramProblem(error, text)),
  };
}
