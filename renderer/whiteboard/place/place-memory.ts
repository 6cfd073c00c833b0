/** The last viewed part of each board on this device, so that a reload keeps it. */

import * as v from 'valibot';
import { BoardMemory } from '../../ui/memory/board-memory.ts';

/** Excalidraw's own names: canvas pixels, and a factor. */
const placeSchema = v.object({
  scrollX: v.pipe(v.number(), v.minValue(-1e7), v.maxValue(1e7)),
  scrollY: v.pipe(v.number(), v.minValue(-1e7), v.maxValue(1e7)),
  zoom: v.pipe(v.number(), v.minValue(0.1), v.maxValue(30)),
});

export type Place = v.InferOutput<typeof placeSchema>;

export const places = new BoardMemory('places', placeSchema);

interface Scrolled {
  readonly scrollX: number;
  readonly scrollY: number;
  readonly zoom: { readonly value: number };
}

export function placeOf({ scrollX, scrollY, zoom }: Scrolled): Place {
  return { scrollX, scrollY, zoom: zoom.value };
}
