import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { formatInviteFile } from '#shared/invite/file.ts';
import { inviteFile } from '../texts.ts';
import { inviteFromFile } from './invite-file.ts';

const good = formatInviteFile({ secret: new Uint8Array(32), boardName: 'Harbour', hosts: [] });

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'paxboard-invite-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

test('a file gives its link', async () => {
  const file = join(folder(), 'h.paxboard');
  writeFileSync(file, good);
  expect(await inviteFromFile(file)).toMatchObject({ ok: true, link: expect.stringMatching(/^paxboard:/) });
});

test.each([
  ['no invite', inviteFile['not-an-invite']],
  [good + ' '.repeat(1_000_000), inviteFile['not-an-invite']],
  [good.replace('join/pax', 'join/xxx'), inviteFile.damaged],
])('reports the problem of %.20s', async (text, why) => {
  const file = join(folder(), 'h.paxboard');
  writeFileSync(file, text);
  expect(await inviteFromFile(file)).toEqual({ ok: false, why });
});

test('an unreadable file is reported with its reason', async () => {
  expect(await inviteFromFile(join(folder(), 'none'))).toMatchObject({
    why: expect.stringContaining('ENOENT'),
  });
  expect(await inviteFromFile(folder())).toMatchObject({ ok: false, why: expect.stringContaining('no') });
});
