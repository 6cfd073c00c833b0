import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BoardOpenElsewhere } from '#app/session/api.ts';
import { BoardUnknown } from '#app/shelf/shelf.ts';
import { StoreCorrupted, StoreFailed } from '#app/store/errors.ts';
import { FakeSession } from '../../testing/fake-session.ts';
import { failureText } from '../../ui/failures/failure-sentence.ts';
import { storeText } from '../../ui/failures/store-text.ts';
import { failures } from '../../ui/texts.ts';
import { openBoard } from './open-board.ts';

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

function shelfFailing(error: unknown) {
  return { open: () => Promise.reject(error) };
}

test.each(['UnknownError', 'SecurityError', 'AbortError', 'VersionError'])(
  'a board whose storage fails with %s names the storage',
  async (name) => {
    const error = new DOMException('no', name);
    expect(await openBoard(shelfFailing(error), 'b')).toEqual({
      state: 'failed',
      why: failures.open({ reason: String(error) }),
    });
    expect(failureText(error, 'No.')).toMatch(/storage did not answer/);
  },
);

test.each([
  new TypeError('x is not a function'),
  new RangeError('too deep'),
  new DOMException('a wrong key', 'DataError'),
  'a text',
])('a fault of the page (%s) does not blame the storage', async (error) => {
  expect(await openBoard(shelfFailing(error), 'b')).toEqual({
    state: 'failed',
    why: failures.openFault({ reason: String(error) }),
  });
  expect(failures.openFault({ reason: '' })).not.toMatch(/storage/);
  expect(failureText(error, 'No.')).not.toMatch(/storage/);
});

test.each([new StoreCorrupted('x'), new StoreFailed(new DOMException('', 'UnknownError'), 'open')])(
  'an error of the store (%s) is a sentence already',
  async (error) => {
    const opening = await openBoard(shelfFailing(error), 'b');
    expect(opening).toEqual({ state: 'failed', why: storeText(error.fault) });
  },
);

test('a board that is open elsewhere, or unknown, is not a failure', async () => {
  expect(await openBoard(shelfFailing(new BoardOpenElsewhere('')), 'b')).toEqual({ state: 'elsewhere' });
  expect(await openBoard(shelfFailing(new BoardUnknown('')), 'b')).toEqual({ state: 'unknown' });
});

test('a board is opened without the list of all boards, which may be long', async () => {
  const session = new FakeSession({ boardId: 'b', boardName: 'Board', myName: 'Ada', settleMs: 0 });
  const list = vi.fn();
  const shelf = { list, open: async () => session };
  expect(await openBoard(shelf, 'b')).toEqual({ state: 'open', session });
  expect(list).not.toHaveBeenCalled();
});
