import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { idleMilliseconds, watchActivity } from './activity.ts';

class Page extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';

  turn(visibilityState: DocumentVisibilityState): void {
    this.visibilityState = visibilityState;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('a person is active, idle after a minute without input, and away while the page is hidden', () => {
  const page = new Page();
  const reported: string[] = [];
  const stop = watchActivity(page, (activity) => reported.push(activity));
  const take = () => reported.splice(0);
  expect(take()).toEqual(['active']);
  for (let second = 0; second < 120; second += 1) {
    vi.advanceTimersByTime(1000);
    page.dispatchEvent(new Event('pointermove'));
  }
  expect(take()).toEqual([]);
  vi.advanceTimersByTime(idleMilliseconds);
  expect(take()).toEqual(['idle']);
  page.dispatchEvent(new Event('keydown'));
  expect(take()).toEqual(['active']);
  page.turn('hidden');
  vi.advanceTimersByTime(10 * idleMilliseconds);
  page.dispatchEvent(new Event('pointermove'));
  expect(take()).toEqual(['away']);
  page.turn('visible');
  expect(take()).toEqual(['active']);
  stop();
  page.turn('hidden');
  vi.advanceTimersByTime(10 * idleMilliseconds);
  expect(take()).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
