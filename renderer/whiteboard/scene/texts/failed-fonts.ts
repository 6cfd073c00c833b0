/**
 * Requests fonts again that could not be loaded. A guest's page gets them from its host when a text needs them: while the host is
 * away the browser shows another font, and by itself it never tries again.
 */

/** A font of Excalidraw; one of the build's patches (`excalidraw-patches.mjs`) lists them. */
export interface ExcalidrawFont {
  fontFace: FontFace;
  /** The same font, not loaded. */
  readonly renewed: () => FontFace;
}

declare global {
  interface Window {
    PAXBOARD_EXCALIDRAW_FONTS?: readonly ExcalidrawFont[];
  }
}

/**
 * @param fonts of the page. Excalidraw's object for a font of the system is never among them: it has no address, so it has failed from
 * its beginning, and in the page it would let each request of a text's fonts fail.
 */
export function loadFailedFonts(
  fonts: Pick<Set<FontFace>, 'has' | 'delete'> & { add(font: FontFace): unknown },
  all: readonly ExcalidrawFont[],
): void {
  for (const font of all) {
    if (font.fontFace.status !== 'error' || !fonts.has(font.fontFace)) continue;
    fonts.delete(font.fontFace);
    font.fontFace = font.renewed();
    fonts.add(font.fontFace);
    // If this fails too, it is tried again with the next connection.
    font.fontFace.load().catch(() => undefined);
  }
}

/** Calls `returned` when a connection to a host returns. @returns a function that ends it. */
export function onHostReturned(
  session: {
    subscribe(listener: () => void): () => void;
    view(): { readonly signaling: { readonly status: string } };
  },
  returned: () => void,
): () => void {
  let last = session.view().signaling.status;
  return session.subscribe(() => {
    const { status } = session.view().signaling;
    if (status === last) return;
    last = status;
    if (status === 'connected') returned();
  });
}
