/**
 * The app packaged for macOS over a stub of Electron: its Info.plist and fuses. It is not signed: that requires macOS.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { parsePlistFile } from 'app-builder-lib/out/util/plist.js';
import { Platform } from 'electron-builder';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureBuilt } from '../../scripts/environment/prepare.mjs';
import { type Built, buildWithStub, temporaryFolder } from '../testing/build.ts';
import { electronMicrophoneText, stubMacElectron } from '../testing/stub-electron.ts';

const folder = temporaryFolder();
let built: Built;
let contents: string;

beforeAll(async () => {
  ensureBuilt();
  built = await buildWithStub({
    platform: Platform.MAC,
    kinds: ['dir'],
    electron: stubMacElectron(join(folder.path, 'electron')),
    output: join(folder.path, 'output'),
    folderName: 'mac',
  });
  contents = join(built.folder, 'Paxboard.app/Contents');
}, 180_000);

afterAll(() => folder.remove());

test('the Info.plist describes the use of the local network and names the Bonjour service', async () => {
  expect(await parsePlistFile(join(contents, 'Info.plist'))).toMatchObject({
    NSLocalNetworkUsageDescription: expect.stringMatching(/other devices on your board/),
    NSBonjourServices: ['_paxboard._tcp'],
  });
});

test('the Info.plist states that the app does not use microphone or camera', async () => {
  const info = await parsePlistFile(join(contents, 'Info.plist'));
  expect(info).toMatchObject({
    NSMicrophoneUsageDescription: 'Paxboard never uses the microphone.',
    NSCameraUsageDescription: 'Paxboard never uses the camera.',
  });
  expect(JSON.stringify(info)).not.toContain(electronMicrophoneText);
});

test('the app handles invite links and .paxboard files', async () => {
  expect(await parsePlistFile(join(contents, 'Info.plist'))).toMatchObject({
    CFBundleURLTypes: [{ CFBundleURLSchemes: ['paxboard'] }],
    CFBundleDocumentTypes: [{ CFBundleTypeExtensions: ['paxboard'], LSHandlerRank: 'Owner' }],
  });
});

test('the app has its identifier, name, icon and dark appearance', async () => {
  expect(await parsePlistFile(join(contents, 'Info.plist'))).toMatchObject({
    CFBundleIdentifier: 'app.paxboard.desktop',
    CFBundleName: 'Paxboard',
    CFBundleExecutable: 'Paxboard',
    CFBundleIconFile: 'icon.icns',
    NSRequiresAquaSystemAppearance: false,
  });
  expect(existsSync(join(contents, 'MacOS/Paxboard'))).toBe(true);
  expect(existsSync(join(contents, 'Resources/icon.icns'))).toBe(true);
});

test('the Info.plist contains the hash of the archive, and the fuse that verifies it is set', async () => {
  expect(await parsePlistFile(join(contents, 'Info.plist'))).toMatchObject({
    ElectronAsarIntegrity: {
      'Resources/app.asar': { algorithm: 'SHA256', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    },
  });
  const wire = await getCurrentFuseWire(join(built.folder, 'Paxboard.app'));
  const [off, on] = ['0', '1'].map((state) => state.charCodeAt(0));
  expect(wire).toMatchObject({
    [FuseV1Options.RunAsNode]: off,
    [FuseV1Options.OnlyLoadAppFromAsar]: on,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
  });
});
