import { expect, test } from 'vitest';
import type { SessionView } from '#app/session/view/view.ts';
import { FakeSession } from '../../../testing/fake-session.ts';
import { partsReader } from './view-parts.ts';

test('a component renders again only if a part that it shows changes', () => {
  const session = new FakeSession({ boardId: 'b', boardName: 'Board', myName: 'Ada', settleMs: 0 });
  let view: SessionView = session.view();
  const read = partsReader({ view: () => view }, ['boardName', 'people']);
  const first = read();
  // Each settled change of the board changes these.
  view = { ...view, settledThrough: view.settledThrough + 1, pendingChanges: 3 };
  expect(read()).toBe(first);
  view = { ...view, boardName: 'Plan' };
  expect(read()).toMatchObject({ boardName: 'Plan' });
  expect(read()).toBe(read());
});
