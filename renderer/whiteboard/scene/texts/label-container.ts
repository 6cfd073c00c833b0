/**
 * The height of a shape around its label. Excalidraw makes a shape higher while a person types in it, but not when the text changes
 * in another way, and its function for that is not part of its interface.
 */

/** Between a label and its container, canvas pixels: `BOUND_TEXT_PADDING` of Excalidraw, on both sides. */
const padding = 2 * 5;

/**
 * The inverse of Excalidraw's highest label of a container.
 *
 * @param type of the container.
 * @param labelHeight canvas pixels.
 * @returns canvas pixels; undefined for a container that has no height of its own, as an arrow.
 */
export function heightAround(type: string, labelHeight: number): number | undefined {
  const inner = Math.ceil(labelHeight) + padding;
  switch (type) {
    case 'rectangle':
      return inner;
    case 'diamond':
      return 2 * inner;
    case 'ellipse':
      // The largest rectangle in an ellipse.
      return Math.round(inner * Math.SQRT2);
    default:
      return undefined;
  }
}
