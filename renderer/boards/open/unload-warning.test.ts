import { expect, test } from 'vitest';
import { warnBeforeUnload } from './unload-warning.ts';

test('a page asks before it ends only while that would lose changes', () => {
  const page = new EventTarget();
  let isNeeded = false;
  warnBeforeUnload(page, () => isNeeded);
  const end = () => {
    // A browser's event has it as a writable property.
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
