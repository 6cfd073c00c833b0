/**
 * Tells Excalidraw where its fonts are, so that it never asks outside. Must be imported before Excalidraw is: it
 * reads this when its module runs.
 */

declare global {
  interface Window {
    EXCALIDRAW_ASSET_PATH?: string | string[];
  }
}

/** Where the build puts Excalidraw's `fonts/`. */
export const excalidrawAssetPath = '/excalidraw-assets/';

window.EXCALIDRAW_ASSET_PATH = excalidrawAssetPath;
