/** The `index` that each element is shown with: Excalidraw wants a valid one for each, each greater than the one before. */

import { isSharedType } from '../element/schema.ts';
import { isFractionalKey, keysBetween } from '../order/fractional-key.ts';
import type { BoardElement } from '../state.ts';

/**
 * Keys for those elements that cannot be shown with their own: they have none, or one that another has, too.
 *
 * @param elements in drawing order. Hidden ones are left out.
 */
export function missingKeys(elements: readonly BoardElement[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  let last: string | null = null;
  let without: BoardElement[] = [];
  const close = (next: string | null): void => {
    if (without.length === 0) return;
    const made = keysBetween(last, next, without.length);
    for (const [position, { id }] of without.entries()) keys.set(id, made[position] ?? '');
    last = made.at(-1) ?? last;
    without = [];
  };
  for (const element of elements) {
    if (!isSharedType(element.type)) continue;
    const own = ownKey(element);
    if (own === undefined || (last !== null && own <= last)) {
      without.push(element);
    } else {
      close(own);
      last = own;
    }
  }
  close(null);
  return keys;
}

/** A cache of generated and checked keys: most elements keep theirs. */
const checked = new WeakMap<BoardElement, string | undefined>();

function ownKey(element: BoardElement): string | undefined {
  if (checked.has(element)) return checked.get(element);
  const { index } = element;
  const key = typeof index === 'string' && isFractionalKey(index) ? index : undefined;
  checked.set(element, key);
  return key;
}
