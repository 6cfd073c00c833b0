/** The agreed names of colours as shades of Mantine with enough contrast in both colour schemes. */

import type { Colour } from '#shared/board/task/model.ts';

export function dotColour(colour: Colour): string {
  return `var(--mantine-color-${colour}-6)`;
}

export const colourNames: Record<Colour, string> = {
  gray: 'Grey',
  red: 'Red',
  pink: 'Pink',
  grape: 'Purple',
  violet: 'Violet',
  indigo: 'Indigo',
  blue: 'Blue',
  cyan: 'Cyan',
  teal: 'Teal',
  green: 'Green',
  lime: 'Lime',
  yellow: 'Yellow',
  orange: 'Orange',
};
