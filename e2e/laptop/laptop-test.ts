/**
 * The fixture of the tests with the parts of a laptop's system: any number of laptops, ended and removed afterwards.
 */

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { findTestElectron } from '../../scripts/environment/electron/test-electron.mjs';
import { missingLaptopPackages } from '../../scripts/environment/laptop.mjs';
import { packageApp } from '../desktop/package-app.ts';
import { attachPages } from '../page/failure-report.ts';
import { type AppProgram, Laptop } from './laptop.ts';

export { expect };

export interface Laptops {
  /** A laptop whose app does not run yet. */
  open(name: string): Promise<Laptop>;
  /** As {@link open}, with the packaged app. */
  openPackaged(name: string): Promise<Laptop>;
  /** A folder that is removed after the test. */
  readonly folder: string;
}

export const test = base.extend<{ laptops: Laptops }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs.
  laptops: async ({}, use, info) => {
    const program = findTestElectron();
    test.skip(program === undefined, 'there is no Electron for this system');
    test.skip(process.platform !== 'linux', 'the services of Linux are faked');
    const missing = missingLaptopPackages();
    test.skip(missing.length > 0, `packages of Debian are missing: ${missing.join(', ')}`);
    // Short: the path of a socket is bounded.
    const folder = mkdtempSync(join(tmpdir(), 'pxl-'));
    const all: Laptop[] = [];
    const open = async (name: string, app: AppProgram) => {
      const laptop = await Laptop.open(name, app, join(folder, name));
      all.push(laptop);
      return laptop;
    };
    try {
      await use({
        folder,
        open: (name) => open(name, { program: program ?? '', isPackaged: false }),
        openPackaged: async (name) => {
          test.skip(process.arch !== 'x64', 'the test makes a package for linux-x64');
          const packaged = await packageApp(program ?? '', join(folder, 'package'));
          return open(name, { program: packaged, isPackaged: true });
        },
      });
      if (info.status !== info.expectedStatus) {
        await attachPages(
          info,
          all.flatMap(({ name, pages }) => pages.map((page) => [name, page] as const)),
        );
        for (const { name, said } of all) await info.attach(`output of ${name}'s app`, { body: said });
      }
    } finally {
      await Promise.all(all.map((laptop) => laptop.close()));
      if (existsSync(folder)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
});
