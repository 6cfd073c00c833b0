/** Writes folders that electron-builder accepts as Electron's runtime. Nothing in them can run. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

/**
 * The fuses in Electron's program: `1` is on, `0` off. Each has the opposite of the intended value, so that none is right by
 * chance. The last fuse is one that the tools do not know.
 */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuseWireVersion = 1;
const freshFuses = '101100111';

function fuseWire(): Buffer {
  return Buffer.concat([
    Buffer.from(fuseSentinel),
    Buffer.from([fuseWireVersion, freshFuses.length]),
    Buffer.from(freshFuses),
  ]);
}

/** @returns `folder`. */
export function stubLinuxElectron(folder: string): string {
  writeAll(folder, {
    electron: fuseWire(),
    'chrome-sandbox': '',
    'locales/en-US.pak': '',
    'resources/.keep': '',
    LICENSE: 'The licence of Electron.',
    'LICENSES.chromium.html': 'The licences of Chromium.',
  });
  return folder;
}

/** @returns `folder`. */
export function stubWindowsElectron(folder: string): string {
  writeAll(folder, {
    // Windows ignores bytes after the end of a program.
    'electron.exe': Buffer.concat([windowsProgram(), fuseWire()]),
    'locales/en-US.pak': '',
    'resources/.keep': '',
    LICENSE: 'The licence of Electron.',
    'LICENSES.chromium.html': 'The licences of Chromium.',
  });
  return folder;
}

function windowsProgram(): Buffer {
  const program = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(program);
  const version = Resource.VersionInfo.createEmpty();
  version.setStringValues(
    { lang: 1033, codepage: 1200 },
    { ProductName: 'Electron', FileDescription: 'Electron' },
  );
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(program);
  return Buffer.from(program.generate());
}

/** The text of Electron's Info.plist, which the app must replace. */
export const electronMicrophoneText = 'This app needs access to the microphone';

/** @returns `folder`. */
export function stubMacElectron(folder: string): string {
  const contents = 'Electron.app/Contents';
  const helpers = ['Helper', 'Helper (GPU)', 'Helper (Plugin)', 'Helper (Renderer)'];
  writeAll(folder, {
    [`${contents}/Info.plist`]: plist({
      CFBundleExecutable: 'Electron',
      NSMicrophoneUsageDescription: electronMicrophoneText,
    }),
    [`${contents}/MacOS/Electron`]: '',
    [`${contents}/Resources/electron.icns`]: '',
    [`${contents}/Resources/en.lproj/locale.pak`]: '',
    [`${contents}/Frameworks/Electron Framework.framework/Electron Framework`]: fuseWire(),
    LICENSE: 'The licence of Electron.',
    'LICENSES.chromium.html': 'The licences of Chromium.',
  });
  for (const helper of helpers) {
    const bundle = `${contents}/Frameworks/Electron ${helper}.app/Contents`;
    writeAll(folder, {
      [`${bundle}/Info.plist`]: plist({ CFBundleExecutable: `Electron ${helper}` }),
      [`${bundle}/MacOS/Electron ${helper}`]: '',
    });
  }
  return folder;
}

function plist(entries: Record<string, string>): string {
  const lines = Object.entries(entries).map(([key, value]) => `<key>${key}</key><string>${value}</string>`);
  return `<?xml version="1.0" encoding="UTF-8"?><plist version="1.0"><dict>${lines.join('')}</dict></plist>`;
}

function writeAll(folder: string, files: Record<string, string | Buffer>): void {
  for (const [path, contents] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, contents, { mode: 0o755 });
  }
}
