import { expect, test } from 'vitest';
import { formatInviteFile, maxInviteFileBytes, readInviteFile } from './file.ts';
import { parseInvite } from './link.ts';

const invite = { secret: new Uint8Array(32).fill(7), boardName: 'Harbour', hosts: ['http://10.0.0.1:7420'] };
const file = formatInviteFile(invite);

test('reads a written file', () => {
  const read = readInviteFile(file);
  expect(read.ok && parseInvite(read.link)).toEqual({ ok: true, invite });
  expect(readInviteFile(`\uFEFF${file}`).ok).toBe(true);
});

test.each([
  ['', 'not-an-invite'],
  ['{}', 'not-an-invite'],
  ['[1]', 'not-an-invite'],
  [file.replace('paxboard-invite', 'other'), 'not-an-invite'],
  [file + ' '.repeat(maxInviteFileBytes), 'not-an-invite'],
  [file.replace('"version": 1', '"version": 2'), 'newer-version'],
  [file.replace('"version": 1', '"version": 0'), 'damaged'],
  [file.replace('"board"', '"bored"'), 'damaged'],
  [file.replace('join/pax', 'join/Pax'), 'damaged'],
  [file.replace(/"link": ".{60}/, '"link": "https://example.com'), 'damaged'],
])('rejects %j as %s', (text, problem) => {
  expect(readInviteFile(text)).toEqual({ ok: false, problem });
});
