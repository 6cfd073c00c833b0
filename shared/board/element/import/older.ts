/** Elements of earlier versions of Excalidraw, with the properties of the present one. As its `restore` does (0.18.1, `data/restore.ts`). */

import type { Json } from '../../commands.ts';
import { isJsonArray } from '../../values/json.ts';
import { isRecord, type Record } from '../rules/rule.ts';

/** The numbers of the fonts of that time. */
const fonts: ReadonlyMap<string, number> = new Map([
  ['virgil', 1],
  ['helvetica', 2],
  ['cascadia', 3],
]);

/** @param properties as plain data. What is not of an earlier version is returned unchanged. */
export function withoutOldNames(properties: Json | undefined): Json | undefined {
  if (properties === undefined || !isRecord(properties)) return properties;
  const { strokeSharpness, boundElementIds, font, ...others } = properties;
  return {
    ...others,
    // The pen made lines of its points, before there was `freedraw`.
    ...(others.type === 'draw' ? { type: 'line' } : {}),
    ...(strokeSharpness === 'round' && others.roundness === undefined ? roundnessOf(others) : {}),
    ...(boundElementIds === undefined ? {} : arrowsOf(boundElementIds)),
    ...(typeof font === 'string' ? fontOf(font) : {}),
  };
}

/** The curves of that time: a fixed radius for rectangles, a share of the size for all others. */
function roundnessOf({ type }: Record): Record {
  return { roundness: { type: type === 'rectangle' || type === 'image' ? 1 : 2 } };
}

/** Labels within shapes are of a later version. */
function arrowsOf(ids: Json): Record {
  return isJsonArray(ids) ? { boundElements: ids.map((id) => ({ id, type: 'arrow' })) } : {};
}

/** @param font such as `20px Virgil`. */
function fontOf(font: string): Record {
  const [size = '', name = ''] = font.trim().split(/\s+/);
  const fontSize = Number.parseFloat(size);
  const fontFamily = fonts.get(name.toLowerCase());
  return {
    ...(Number.isFinite(fontSize) ? { fontSize } : {}),
    ...(fontFamily === undefined ? {} : { fontFamily }),
  };
}
