/**
 * The place of the popup with the link of a chosen element. Excalidraw puts it above the element, also over the tools, where a press
 * on a tool does nothing, and beyond the edges of the window. Here it is between the tools, the styles and the edges.
 */

interface Place {
  readonly x: number;
  readonly y: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

interface View extends Size {
  readonly zoom: { readonly value: number };
}

declare global {
  interface Window {
    /** The build patches Excalidraw to ask for the place (`scripts/packaging/excalidraw-patches.mjs`). */
    PAXBOARD_EXCALIDRAW_LINK_POPUP?: (above: Place, element: Size, view: View) => Place;
  }
}

/** Sizes in CSS pixels: of Excalidraw's popup, its distance from the upper edge of the element, and its controls. */
const popup = { width: 380, height: 42, above: 85 };
const tools = { below: 72, narrow: 730 };
const styles = { beside: 228 };
/** The lower controls; on a phone they are the styles of the element, in two or three rows. */
const footer = { wide: 68, narrow: 150 };
const margin = 8;

/**
 * @param above where Excalidraw puts the popup: its upper left corner, in CSS pixels from that of the whiteboard.
 * @param element whose link it shows: width and height in units of the board.
 * @param view of the whiteboard: width and height in CSS pixels, zoom in CSS pixels per unit of the board.
 * @returns the upper left corner of the popup: above the element, or below it if the tools are there, or over an element that leaves
 *   room for neither. The popup of an element outside the view stays outside, too.
 */
export function linkPopupPlace(above: Place, element: Size, view: View): Place {
  const halfWidth = (element.width * view.zoom.value) / 2;
  const middle = above.x + popup.width / 2;
  const top = above.y + popup.above;
  const bottom = top + element.height * view.zoom.value;
  const isInView =
    bottom > 0 && top < view.height && middle + halfWidth > 0 && middle - halfWidth < view.width;
  if (!isInView) return above;

  const isNarrow = view.width < tools.narrow;
  const first = isNarrow ? margin : styles.beside;
  const last = Math.max(first, view.width - popup.width - margin);
  const x = Math.min(Math.max(above.x, first), last);

  const lowest = view.height - popup.height - (isNarrow ? footer.narrow : footer.wide);
  if (above.y >= tools.below) return { x, y: Math.max(tools.below, Math.min(above.y, lowest)) };
  const below = bottom + popup.above - popup.height;
  return { x, y: below > lowest ? tools.below : Math.max(tools.below, below) };
}
