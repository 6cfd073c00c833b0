import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import type { Configuration } from 'electron-builder';
import { describe, expect, test } from 'vitest';
import { root } from './testing/build.ts';

const configuration: Configuration = await getConfig(root, null, null);

async function problemsOf(config: Configuration): Promise<string> {
  try {
    await validateConfiguration(config, new DebugLogger(false));
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

test('electron-builder accepts the configuration and rejects a misspelt key', async () => {
  expect(await problemsOf(configuration)).toBe('');
  const misspelt = { ...configuration, artifactname: 'x' };
  expect(await problemsOf(misspelt)).toContain('artifactname');
});

test('publishes nothing', () => {
  expect(configuration.publish).toBeNull();
});

test('the app has its fixed identity, on which data, permissions and updates depend', () => {
  expect(configuration.appId).toBe('app.paxboard.desktop');
  expect(configuration.productName).toBe('Paxboard');
});

describe('installers', () => {
  const kinds = (targets: unknown) =>
    Array.isArray(targets) ? targets.map(({ target, arch }) => [target, arch]) : [];
  const both = ['x64', 'arm64'];

  test('exist for each kind and both architectures', () => {
    expect(kinds(configuration.linux?.target)).toEqual([
      ['AppImage', both],
      ['deb', both],
      ['rpm', both],
    ]);
    expect(kinds(configuration.win?.target)).toEqual([['nsis', both]]);
    expect(kinds(configuration.mac?.target)).toEqual([
      ['dmg', both],
      ['zip', both],
    ]);
  });

  test('have distinct names', () => {
    for (const part of ['version', 'os', 'arch', 'ext']) {
      expect(configuration.artifactName).toContain(`\${${part}}`);
    }
    expect(configuration.nsis?.buildUniversalInstaller).toBe(false);
  });

  test('keep the boards when the app is uninstalled', () => {
    expect(configuration.nsis?.deleteAppDataOnUninstall).toBe(false);
  });
});

test('each file named in the configuration exists', () => {
  const named = [
    configuration.linux?.icon,
    configuration.win?.icon,
    configuration.mac?.icon,
    configuration.nsis?.include,
    configuration.beforeBuild,
  ];
  for (const file of named) {
    expect(typeof file === 'string' && existsSync(join(root, file)), String(file)).toBe(true);
  }
});
