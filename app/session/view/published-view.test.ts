import { expect, it } from 'vitest';
import { PublishedView } from './published-view.ts';
import type { SessionView } from './view.ts';

it('makes no view of a part of the stored board: before the first update nothing is scheduled', () => {
  const scheduled: (() => void)[] = [];
  const view = new PublishedView({
    schedule: (flush) => void scheduled.push(flush),
    make: (previous) => previous ?? ({} as SessionView),
    made: () => [],
  });
  view.updateSoon(true);
  expect(scheduled).toHaveLength(0);
  view.update();
  view.updateSoon();
  expect(scheduled).toHaveLength(1);
});

it('makes a scheduled update at once when it is asked, and only once', () => {
  const scheduled: (() => void)[] = [];
  let made = 0;
  const view = new PublishedView({
    schedule: (flush) => void scheduled.push(flush),
    make: () => {
      made += 1;
      return { revision: made } as unknown as SessionView;
    },
    made: () => [],
  });
  view.update();
  const before = view.current;
  view.refresh();
  expect(view.current).toBe(before);
  view.updateSoon();
  view.refresh();
  const refreshed = view.current;
  expect(refreshed).not.toBe(before);
  for (const flush of scheduled) flush();
  expect(view.current).toBe(refreshed);
});
