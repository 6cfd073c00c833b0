import { expect, test, vi } from 'vitest';
import { pageLife } from './page-life.ts';

function page() {
  const sources = { window: new EventTarget(), document: new EventTarget() };
  const listener = { goes: vi.fn(), isBack: vi.fn() };
  return { ...sources, listener, end: pageLife(sources)(listener) };
}

test('a page that is hidden for good or frozen goes; one that is shown again or woken is back', () => {
  const { window, document, listener } = page();
  window.dispatchEvent(new Event('pagehide'));
  expect(listener.goes).toHaveBeenCalledTimes(1);
  window.dispatchEvent(new Event('pageshow'));
  expect(listener.isBack).toHaveBeenCalledTimes(1);
  document.dispatchEvent(new Event('freeze'));
  expect(listener.goes).toHaveBeenCalledTimes(2);
  document.dispatchEvent(new Event('resume'));
  expect(listener.isBack).toHaveBeenCalledTimes(2);
});

test('sends no notification after the end', () => {
  const { window, document, listener, end } = page();
  end();
  window.dispatchEvent(new Event('pagehide'));
  document.dispatchEvent(new Event('resume'));
  expect(listener.goes).not.toHaveBeenCalled();
  expect(listener.isBack).not.toHaveBeenCalled();
});
