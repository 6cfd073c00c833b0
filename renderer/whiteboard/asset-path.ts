/**
 * Sets the path of Excalidraw's fonts, so that it never loads them from outside. Must be imported before Excalidraw, whose
 * module reads it when it runs.
 */

declare global {
  interface Window {
    EXCALIDRAW_ASSET_PATH?: string | string[];
  }
}

/** The folder of Excalidraw's `fonts/` in the build. */
export const excalidrawAssetPath = '/excalidraw-assets/';

window.EXCALIDRAW_ASSET_PATH = excalidrawAssetPath;
