import type { LibraryItems } from '@excalidraw/excalidraw/types';
import { beforeEach, expect, it, vi } from 'vitest';
import { FakeSession } from '../../testing/fake-session.ts';
import { shape } from '../../testing/shape.ts';
import { checkedItem, shownItems } from './items.ts';
import { LibrarySync } from './library-sync.ts';

let session: FakeSession;
let sync: LibrarySync;
let unusable: number;
let failures: unknown[];
/** Excalidraw's list. */
let items: LibraryItems;

beforeEach(() => {
  session = new FakeSession({ boardId: 'b', boardName: 'Board', myName: 'Ada', settleMs: 0 });
  items = [];
  unusable = 0;
  failures = [];
  sync = new LibrarySync({
    session,
    show: (shown) => excalidraw(shown),
    unusable: (count) => {
      unusable += count;
    },
    failed: (reason) => failures.push(reason),
  });
});

function excalidraw(changed: LibraryItems): void {
  items = changed;
  sync.reported(items);
}

const agreed = (id: string, type = 'rectangle') => {
  const item = checkedItem({ id, created: 1, elements: [shape('s', { type })] });
  if (item === undefined) throw new Error('an unusable item');
  return item;
};
const made = (id: string): LibraryItems => shownItems([agreed(id)]);
const ids = () => session.view().library.map(({ id }) => id);

it('shows the items of the board, and submits none of them again', () => {
  session.set({ library: [agreed('a'), agreed('b')] });
  sync.boardChanged();
  expect(items.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(ids()).toEqual(['a', 'b']);
});

it('submits what this person adds and removes, and nothing that another person does', () => {
  excalidraw(made('a'));
  expect(ids()).toEqual(['a']);
  session.set({ library: [agreed('b'), ...session.view().library] });
  sync.boardChanged();
  expect(items.map(({ id }) => id)).toEqual(['b', 'a']);
  excalidraw(items.filter(({ id }) => id !== 'a'));
  expect(ids()).toEqual(['b']);
  session.set({ library: [] });
  sync.boardChanged();
  expect(items).toEqual([]);
  expect(ids()).toEqual([]);
});

it('shows the published items of a file in the one list of the board', async () => {
  excalidraw(made('a').map((item) => ({ ...item, status: 'published' })));
  await expect.poll(() => items.map(({ id, status }) => [id, status])).toEqual([['a', 'unpublished']]);
});

it('does not remove the items of a board whose list Excalidraw has not loaded yet', () => {
  session.set({ library: [agreed('a')] });
  excalidraw([]);
  expect(ids()).toEqual(['a']);
});

it('leaves out items that a library cannot have', () => {
  const picture: unknown = { ...made('p')[0], elements: [shape('i', { type: 'image' })] };
  excalidraw([...made('a'), ...([picture] as LibraryItems)]);
  expect(unusable).toBe(1);
  expect(ids()).toEqual(['a']);
  expect(items.map(({ id }) => id)).toEqual(['a']);
});

it('reports a change that fails, and shows the agreed list again once all changes have an outcome', async () => {
  const failure = new Error('the storage failed');
  vi.spyOn(session, 'addToLibrary').mockRejectedValueOnce(failure);
  excalidraw([...made('a'), ...made('b')]);
  await expect.poll(() => failures).toEqual([failure]);
  expect(ids()).toEqual(['b']);
  expect(items.map(({ id }) => id)).toEqual(['b']);
});
