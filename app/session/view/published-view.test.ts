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
