import { expect, it } from 'vitest';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { missingText, problemText } from './texts.ts';

const from = replicaId('ada');
const progress = { bytes: 6_600_000, total: 19_000_000 };

it.each([
  ['is not looked for yet', undefined, /^None of the connected devices has this file/],
  ['is asked for', { from }, /^Receiving…/],
  ['arrives', { from, progress }, /^Receiving: 6.6 of 19 MB/],
  ['lost its source half-way', { progress }, /^None .* the rest of this file. Received: 6.6 of 19 MB/],
  ['has no room on the board', { from, progress, problem: 'full' }, /^The board’s images and files/],
  ['has no room on the device', { progress, problem: 'storage' }, /^This device has no room/],
] as const)('a file of a card that %s says so', (_state, missing, text) => {
  expect(missingText(missing)).toMatch(text);
});

it('the reasons against a file name the bounds', () => {
  expect(problemText('too-large')).toMatch(/^It has more than 20 MB/);
  expect(problemText('too-many')).toMatch(/^A card has 20 files at most/);
  expect(problemText('full')).toContain('all of the 500 MB');
  expect(problemText('empty')).toBe('The file is empty.');
});
