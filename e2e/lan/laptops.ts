/** The fixtures of the tests with packaged desktops: laptops on the LAN of a test, all with one package of the app. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTestElectron } from '../../scripts/environment/electron/test-electron.mjs';
import { packageApp } from '../desktop/package-app.ts';
import { attachInstances } from '../page/failure-report.ts';
import { test as base, type Office } from './lan-test.ts';
import { Laptop } from './laptop.ts';
import { LaptopApp } from './laptop-app.ts';

export class Laptops {
  readonly #office: Office;
  readonly #program: string;
  readonly #folder: string;
  readonly #all: Laptop[] = [];

  constructor(office: Office, program: string, folder: string) {
    this.#office = office;
    this.#program = program;
    this.#folder = folder;
  }

  /** Adds a laptop with the app, which is not running yet. @param name at most five characters. */
  async open(name: string): Promise<Laptop> {
    const machine = this.#office.lan.machine(name.toLowerCase());
    const app = await LaptopApp.open(machine, this.#program, join(this.#folder, name));
    const laptop = new Laptop(name, app);
    this.#all.push(laptop);
    return laptop;
  }

  get all(): readonly Laptop[] {
    return this.#all;
  }
}

export const test = base.extend<{ laptops: Laptops }>({
  laptops: async ({ office }, use, info) => {
    const electron = findTestElectron();
    test.skip(electron === undefined, 'there is no Electron for this system');
    test.skip(process.arch !== 'x64', 'the test makes a package for linux-x64');
    // A short path, because the path of a socket is bounded.
    const folder = mkdtempSync(join(tmpdir(), 'pxl-'));
    const program = await packageApp(electron ?? '', join(folder, 'package'));
    const laptops = new Laptops(office, program, folder);
    try {
      await use(laptops);
      if (info.status !== info.expectedStatus) {
        await attachInstances(info, laptops.all);
        for (const { name, app } of laptops.all)
          await info.attach(`output of ${name}'s app`, { body: app.said });
      }
    } finally {
      await Promise.all(laptops.all.map(({ app }) => app.close()));
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
});
