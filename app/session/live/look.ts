/** How an element under way looks: the properties of it that can be seen, and no others. */

import type { Json } from '#shared/board/commands.ts';
import { plainJson } from '#shared/board/element/plain.ts';

export type Look = { readonly [property: string]: Json };

/**
 * What binds an element to others (its frame, group, container, arrows) is not here: it is agreed on or it is not, and a
 * preview must not make a scene incoherent.
 */
export const visibleProperties: ReadonlySet<string> = new Set([
  'type',
  'x',
  'y',
  'width',
  'height',
  'angle',
  'index',
  'strokeColor',
  'backgroundColor',
  'fillStyle',
  'strokeWidth',
  'strokeStyle',
  'roughness',
  'opacity',
  'roundness',
  'seed',
  'points',
  'pressures',
  'simulatePressure',
  'startArrowhead',
  'endArrowhead',
  'elbowed',
  'text',
  'originalText',
  'fontSize',
  'fontFamily',
  'textAlign',
  'verticalAlign',
  'lineHeight',
  'autoResize',
  'name',
]);

/** What is visible of anything that came over the wire, as plain JSON. */
export function lookOf(properties: { readonly [property: string]: unknown }): Look {
  const look: { [property: string]: Json } = {};
  for (const [name, value] of Object.entries(properties)) {
    const json = visibleProperties.has(name) ? plainJson(value) : undefined;
    if (json !== undefined) look[name] = json;
  }
  return look;
}
