import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installerAmong } from './installer-names.ts';

/** As `npm run dist` names them, on three systems. */
const names = [
  'Paxboard-1.2.3-linux-amd64.deb',
  'Paxboard-1.2.3-linux-arm64.deb',
  'Paxboard-1.2.3-linux-x86_64.rpm',
  'Paxboard-1.2.3-win-x64.exe',
  'Paxboard-1.2.3-win-arm64.exe',
  'Paxboard-1.2.3-mac-x64.dmg',
  'Paxboard-1.2.3-mac-arm64.dmg',
  'Paxboard-1.2.3-mac-arm64.zip',
  'linux-unpacked',
];

test.each([
  ['deb', 'x64', 'Paxboard-1.2.3-linux-amd64.deb'],
  ['deb', 'arm64', 'Paxboard-1.2.3-linux-arm64.deb'],
  ['nsis', 'x64', 'Paxboard-1.2.3-win-x64.exe'],
  ['dmg', 'arm64', 'Paxboard-1.2.3-mac-arm64.dmg'],
  ['zip', 'arm64', 'Paxboard-1.2.3-mac-arm64.zip'],
  ['zip', 'x64', undefined],
] as const)('finds the %s for %s', (kind, arch, name) => {
  expect(installerAmong(names, kind, arch)).toBe(name);
});

test('the names follow the configuration', () => {
  const configuration = readFileSync(join(import.meta.dirname, '../../electron-builder.yml'), 'utf8');
  expect(configuration).toMatch(
    /^artifactName: \$\{productName\}-\$\{version\}-\$\{os\}-\$\{arch\}\.\$\{ext\}$/m,
  );
});
