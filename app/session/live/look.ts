/** The look of an unfinished element: its visible properties, and no others. */

import type { Json } from '#shared/board/commands.ts';
import { plainJson } from '#shared/board/element/plain.ts';

export type Look = { readonly [property: string]: Json };

/**
 * Without the properties that bind an element to others (frame, group, container, arrows): a preview must not make a scene
 * incoherent.
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

/** The visible part of a received value, as plain JSON. */
export function lookOf(properties: { readonly [property: string]: unknown }): Look {
  const look: { [property: string]: Json } = {};
  for (const [name, value] of Object.entries(properties)) {
    const json = visibleProperties.has(name) ? plainJson(value) : undefined;
    if (json !== undefined) look[name] = json;
  }
  return look;
}
