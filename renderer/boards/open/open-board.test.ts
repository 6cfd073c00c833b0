import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BoardOpenElsewhere } from '#app/session/api.ts';
import { StoreCorrupted, StoreFailed } from '#app/store/errors.ts';
import { failureText } from '../../ui/failures/failure-sentence.ts';
import { storeText } from '../../ui/failures/store-text.ts';
import { failures } from '../../ui/texts.ts';
import { openBoard } from './open-board.ts';

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

const known = [{ id: 'b', name: 'Harbour', access: 'edit', lastOpenedAt: 0 }] as const;

function shelfFailing(error: unknown) {
  return { list: async () => known, open: () => Promise.reject(error) };
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
  expect(await openBoard(shelfFailing(new TypeError('')), 'other')).toEqual({ state: 'unknown' });
});
