/** The fixtures of each test: a host, and any number of instances, each with storage of its own. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, test as base, expect } from '@playwright/test';
import { attachInstances } from '../page/failure-report.ts';
import { BrowserProfile } from './browsers/browser-profile.ts';
import { launchCommonChromium } from './browsers/chromium.ts';
import { PrivateWindow } from './browsers/private-window.ts';
import { Host } from './host.ts';
import { Instance } from './instance.ts';
import { Outgoing } from './outgoing.ts';

export { expect };

export class Instances {
  readonly host: Host;
  readonly #folder: string;
  readonly #common: Browser | undefined;
  readonly #all: Instance[] = [];

  /** @param common the Chromium that all share; each gets a separate one without it, with its profile in `folder`. */
  constructor(host: Host, folder: string, common?: Browser) {
    this.host = host;
    this.#folder = folder;
    this.#common = common;
  }

  get all(): readonly Instance[] {
    return this.#all;
  }

  /** Starts an instance at the start screen. @param url the host's by default. */
  async start(name: string, url = this.host.url): Promise<Instance> {
    const browser =
      this.#common === undefined
        ? new BrowserProfile(join(this.#folder, name))
        : new PrivateWindow(this.#common);
    const instance = new Instance(name, browser, url);
    this.#all.push(instance);
    await instance.start();
    return instance;
  }

  /** Ada, and Ben who joined by a link. */
  async two(board: string): Promise<readonly [Instance, Instance]> {
    const ada = await this.start('Ada');
    await ada.createBoard(board);
    const link = await ada.inviteLink();
    const ben = await this.start('Ben');
    await ben.join(link);
    return [ada, ben];
  }

  /** Ada, Ben and Cleo on one board, all voting. */
  async three(board: string): Promise<readonly [Instance, Instance, Instance]> {
    const ada = await this.start('Ada');
    await ada.createBoard(board);
    const link = await ada.inviteLink();
    const [ben, cleo] = await Promise.all([this.start('Ben'), this.start('Cleo')]);
    await Promise.all([ben.join(link), cleo.join(link)]);
    for (const one of [ada, ben, cleo]) await one.expectVoters(3);
    return [ada, ben, cleo];
  }

  /** Unexpected console errors of all pages. */
  unexpectedErrors(): readonly string[] {
    return this.#all.flatMap(({ name, errors }) => errors.unexpected().map((text) => `${name}: ${text}`));
  }

  /** Requests of all pages that left this machine. */
  foreignRequests(): readonly string[] {
    return this.#all.flatMap(({ name, browser }) => browser.foreign.all().map((url) => `${name}: ${url}`));
  }

  async end(): Promise<void> {
    await Promise.all(this.#all.map((instance) => instance.end()));
    await this.host.stop();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Fixtures {
  instances: Instances;
  /**
   * `common`: private windows of one Chromium for all tests, which start fast. `separate`: a Chromium for each instance, for
   * tests that kill one, or in which people must not share a browser's process.
   */
  browsers: 'common' | 'separate';
}

export const test = base.extend<Fixtures, { common: () => Promise<Browser> }>({
  browsers: ['common', { option: true }],
  common: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs.
    async ({}, use) => {
      let browser: Browser | undefined;
      await use(async () => {
        if (browser?.isConnected() !== true) browser = await launchCommonChromium();
        return browser;
      });
      await browser?.close();
    },
    { scope: 'worker' },
  ],
  instances: async ({ browsers, common }, use, info) => {
    const folder = mkdtempSync(join(tmpdir(), 'paxboard-e2e-'));
    const outgoing = new Outgoing(folder);
    const host = new Host('off', undefined, outgoing);
    await host.start();
    const instances = new Instances(host, folder, browsers === 'common' ? await common() : undefined);
    await use(instances);
    if (info.status !== info.expectedStatus) await attachInstances(info, instances.all);
    const errors = instances.unexpectedErrors();
    const foreign = [...instances.foreignRequests(), ...outgoing.all()];
    await instances.end();
    expect(errors, 'errors in the console').toEqual([]);
    expect(foreign, 'requests that left this machine').toEqual([]);
  },
});
