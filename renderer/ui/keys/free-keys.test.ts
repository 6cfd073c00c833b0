import { expect, it } from 'vitest';
import { type Focused, isFreeKey } from './free-keys.ts';

/** An element within others that have the selectors. */
function within(selectors: string): Focused {
  const all = selectors.split(', ');
  return {
    closest: (list: string) => (list.split(', ').some((one) => all.includes(one)) ? {} : null),
  } as unknown as Focused;
}

const press = (key: string, isComposing = false) => ({ key, isComposing });

it('a key without a focused element belongs to the shown tab, except those that move the focus or compose a text', () => {
  for (const key of ['r', 'z', 'Escape', 'Delete', ' ', 'ArrowLeft'])
    expect(isFreeKey(undefined, press(key)), key).toBe(true);
  for (const key of ['Tab', 'Process']) expect(isFreeKey(undefined, press(key)), key).toBe(false);
  expect(isFreeKey(undefined, press('r', true))).toBe(false);
});

it('a modifier key does not move the focus, so that Shift+Tab begins where the focus is', () => {
  for (const key of ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock'])
    for (const target of [
      undefined,
      within('button'),
      within('[role="tab"]'),
      within('[role="dialog"], [inert]'),
    ])
      expect(isFreeKey(target, press(key)), key).toBe(false);
});

it('a button of the header keeps the keys that press it, and no other', () => {
  for (const key of ['Enter', ' ', 'ArrowDown', 'Escape', 'Tab'])
    expect(isFreeKey(within('button'), press(key)), key).toBe(false);
  for (const key of ['r', 'z', '?', 'Delete'])
    expect(isFreeKey(within('button'), press(key)), key).toBe(true);
});

it('a tab keeps the keys that move between tabs', () => {
  expect(isFreeKey(within('[role="tab"]'), press('ArrowRight'))).toBe(false);
  expect(isFreeKey(within('[role="tab"]'), press('Home'))).toBe(false);
  expect(isFreeKey(within('[role="tab"]'), press('r'))).toBe(true);
});

it.each(['input', 'textarea', '[contenteditable="true"]', '[role="dialog"]', '[role="menu"]'])(
  'no key leaves %s',
  (selector) => {
    for (const key of ['r', 'z', 'Escape']) expect(isFreeKey(within(selector), press(key)), key).toBe(false);
  },
);

it('a closing dialog takes no keys, although it still has the focus', () => {
  expect(isFreeKey(within('[role="dialog"], [inert]'), press('r'))).toBe(true);
});
