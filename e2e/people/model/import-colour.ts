/** Elements of dropped files, which their colour identifies. */

import type { JsonElement } from '../page/window-state.ts';

/** The colour of the elements in file `number`, which identifies them. */
export function importColour(number: number): string {
  return `#10${number.toString(16).padStart(4, '0')}`;
}

export function isImported({ strokeColor }: JsonElement): boolean {
  return typeof strokeColor === 'string' && /^#10[0-9a-f]{4}$/.test(strokeColor);
}
