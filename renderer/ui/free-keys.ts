/** Keys that belong to the shown tab (the whiteboard, the task list) although the focus is elsewhere on the page. */

import { isClosing } from './closing.ts';

/** Keys by which a person moves between tabs, or opens one. */
const tabKeys: ReadonlySet<string> = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'Enter',
  ' ',
]);

/** Keys of a button, also of one that opens a menu. */
const buttonKeys: ReadonlySet<string> = new Set(['Enter', ' ', 'ArrowUp', 'ArrowDown', 'Escape']);

/** Elements in which every key is text or a choice. */
const takesAll =
  'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"], [role="radiogroup"]';

/** The used part of a focused element. */
export type Focused = Pick<Element, 'closest'>;

/** @param target the focused element; undefined if there is none, or it is the page's body. */
export function isFreeKey(
  target: Focused | undefined,
  pressed: Pick<KeyboardEvent, 'key' | 'isComposing'>,
): boolean {
  const { key, isComposing } = pressed;
  // Tab moves the focus; "Process" is a key of an input method.
  if (isComposing || key === 'Tab' || key === 'Process') return false;
  if (target === undefined || isClosing(target)) return true;
  if (target.closest(takesAll) !== null) return false;
  return !(target.closest('[role="tab"]') === null ? buttonKeys : tabKeys).has(key);
}
