import { expect, test } from 'vitest';
import { warnBeforeUnload } from './unload-warning.ts';

test('a page asks before it ends only while something would be lost', () => {
  const page = new EventTarget();
  let isNeeded = false;
  warnBeforeUnload(page, () => isNeeded);
  const end = () => {
    // Of a browser's event it can be set.
    const event = Object.defineProperty(new Event('beforeunload', { cancelable: true }), 'returnValue', {
      writable: true,
    });
    page.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(end()).toBe(false);
  isNeeded = true;
  expect(end()).toBe(true);
});
