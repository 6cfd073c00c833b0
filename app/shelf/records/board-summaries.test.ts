import { beforeEach, expect, test } from 'vitest';
import { png } from '../testing/png.ts';
import { BoardSummaries, maxPictureBytes, maxPictureSide } from './board-summaries.ts';
import { type KeyValues, keyValuesInMemory } from './key-values.ts';

let values: KeyValues;
let summaries: BoardSummaries;

beforeEach(() => {
  values = keyValuesInMemory();
  summaries = new BoardSummaries(values);
});

test('a summary without a time keeps the stored time', async () => {
  await summaries.keep('b', { people: [{ name: 'Ada', colour: 3 }], more: 0, changedAt: 50 });
  await summaries.keep('b', { people: [], more: 2 });
  expect(await summaries.find('b')).toEqual({ people: [], more: 2, changedAt: 50 });
});

test('unreadable values are dropped', async () => {
  await values.set('summary:b', { version: 2 });
  await values.set('picture:b', 'no image');
  expect([await summaries.find('b'), await summaries.picture('b')]).toEqual([undefined, undefined]);
  await summaries.keep('b', { people: [], more: 0 });
  expect(await summaries.find('b')).toEqual({ people: [], more: 0 });
});

test('a picture is an image within its bounds', async () => {
  for (const unusable of [
    png(1, 1, maxPictureBytes + 1),
    png(maxPictureSide + 1, 1),
    png(1, maxPictureSide + 1),
    png(0, 1),
    Uint8Array.of(1, 2, 3),
  ]) {
    await expect(summaries.keepPicture('b', unusable)).rejects.toThrow(RangeError);
    await values.set('picture:b', unusable);
    expect(await summaries.picture('b')).toBeUndefined();
  }
  await summaries.keepPicture('b', png(maxPictureSide, maxPictureSide, maxPictureBytes));
  expect(await summaries.picture('b')).toHaveLength(maxPictureBytes);
  await summaries.keepPicture('b', undefined);
  expect(await summaries.picture('b')).toBeUndefined();
});
