/** The texts follow the formats of macOS' programs. They are written by hand: the tests have not run on macOS yet. */

import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { openedBy, openersScript, readBundle } from './bundle.ts';

const app = '/Applications/Paxboard.app';

test('an Info.plist names version, schemes and extensions', () => {
  const text = JSON.stringify({
    CFBundleIdentifier: 'app.paxboard.desktop',
    CFBundleShortVersionString: '1.2.3',
    CFBundleURLTypes: [{ CFBundleTypeRole: 'Viewer', CFBundleURLSchemes: ['paxboard'] }],
    CFBundleDocumentTypes: [
      { CFBundleTypeExtensions: ['paxboard'], LSHandlerRank: 'Owner' },
      { LSItemContentTypes: ['public.data'] },
    ],
  });
  expect(readBundle(text)).toEqual({ version: '1.2.3', schemes: ['paxboard'], extensions: ['paxboard'] });
  expect(readBundle('{"CFBundleShortVersionString":"1.2.3"}')).toMatchObject({ schemes: [], extensions: [] });
  expect(() => readBundle('{}')).toThrow();
});

test('the openers of a link and of a file are compared with the app', () => {
  expect(openedBy(`{"links":"${app}","files":"${app}"}\n`, app)).toEqual(['links', 'files']);
  expect(openedBy(`{"links":"","files":"${app}"}`, app)).toEqual(['files']);
  expect(openedBy('{"links":"/Applications/Other.app","files":""}', app)).toEqual([]);
  expect(() => openedBy('', app)).toThrow();
});

test('the script asks for both, and prints nothing for an item without an app', () => {
  const url = (kind: string) => (text: string) => ({ kind, text });
  const answer = runInNewContext(`${openersScript}\nrun(['paxboard://join/x', '/tmp/x.paxboard'])`, {
    ObjC: { import: () => undefined },
    // Of JavaScript for Automation, only the parts in use.
    $: {
      NSWorkspace: {
        sharedWorkspace: {
          URLForApplicationToOpenURL: ({ kind, text }: { kind: string; text: string }) => ({
            isNil: () => kind === 'file',
            path: { js: text.startsWith('paxboard:') ? app : 'wrong' },
          }),
        },
      },
      NSURL: { URLWithString: url('link'), fileURLWithPath: url('file') },
    },
  });
  expect(JSON.parse(answer)).toEqual({ links: app, files: '' });
});
