/** Keys that belong to the shown tab (the whiteboard, the task list) although the focus is elsewhere on the page. */

import { isClosing } from '../closing.ts';

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

/**
 * Keys that are no command by themselves: they move the focus, belong to an input method, or are held for another key. If Shift moved
 * the focus to the whiteboard, Shift+Tab would begin there, and no element before the whiteboard could be reached.
 */
const keptByFocus: ReadonlySet<string> = new Set([
  'Tab',
  'Process',
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'Fn',
]);

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
  if (isComposing || keptByFocus.has(key)) return false;
  if (target === undefined || isClosing(target)) return true;
  if (target.closest(takesAll) !== null) return false;
  return !(target.closest('[role="tab"]') === null ? buttonKeys : tabKeys).has(key);
}
