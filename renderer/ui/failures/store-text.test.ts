import { expect, test } from 'vitest';
import { StoreCorrupted, StoreFailed } from '#app/store/errors.ts';
import { storeText } from './store-text.ts';

test('a damaged copy can be replaced by joining again', () => {
  expect(storeText(new StoreCorrupted('slot 7').fault)).toMatch(/damaged.*join it again/);
});

test('a full disk is named, and another failure of the storage shows its cause', () => {
  const full = new StoreFailed(new DOMException('', 'QuotaExceededError'));
  expect(storeText(full.fault)).toMatch(/no room left/);
  expect(storeText(new StoreFailed(new Error('disk on fire')).fault)).toMatch(/could not save/);
  expect(storeText(new StoreFailed(new Error('disk on fire'), 'open').fault)).toContain(
    '(Error: disk on fire)',
  );
});
