/** The fixtures of each test: a host, and any number of instances, each a separate browser. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { attachInstances } from '../page/failure-report.ts';
import { BrowserProfile } from './browser-profile.ts';
import { Host } from './host.ts';
import { Instance } from './instance.ts';
import { Outgoing } from './outgoing.ts';

export { expect };

export class Instances {
  readonly host: Host;
  readonly #folder: string;
  readonly #all: Instance[] = [];

  constructor(host: Host, folder: string) {
    this.host = host;
    this.#folder = folder;
  }

  get all(): readonly Instance[] {
    return this.#all;
  }

  /** Starts an instance at the start screen. @param url the host's by default. */
  async start(name: string, url = this.host.url): Promise<Instance> {
    const instance = new Instance(name, new BrowserProfile(join(this.#folder, name)), url);
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
    await Promise.all(this.#all.map((instance) => instance.quit()));
    await this.host.stop();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export const test = base.extend<{ instances: Instances }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs.
  instances: async ({}, use, info) => {
    const folder = mkdtempSync(join(tmpdir(), 'paxboard-e2e-'));
    const outgoing = new Outgoing(folder);
    const host = new Host('off', undefined, outgoing);
    await host.start();
    const instances = new Instances(host, folder);
    await use(instances);
    if (info.status !== info.expectedStatus) await attachInstances(info, instances.all);
    const errors = instances.unexpectedErrors();
    const foreign = [...instances.foreignRequests(), ...outgoing.all()];
    await instances.end();
    expect(errors, 'errors in the console').toEqual([]);
    expect(foreign, 'requests that left this machine').toEqual([]);
  },
});
