/** A host and three browsers, which each script uses from the start screen. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession } from '@playwright/test';
import { pageScript } from '../page/page-script.ts';
import { type BrowserOptions, BrowserProfile } from '../processes/browsers/browser-profile.ts';
import { Host } from '../processes/host.ts';
import { Instance } from '../processes/instance.ts';
import { type Name, people } from './model/names.ts';
import { Window } from './window.ts';

/** The timeout of a click, milliseconds. */
const actionMilliseconds = 20_000;

/** The access that a link gives. */
export type Access = 'edit' | 'view';

export class World {
  readonly #host: Host;
  readonly #root: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'paxboard-people-'));
  readonly #windows = new Map<Name, Window>();
  readonly #links = new Map<string, string>();
  /** The number of the script, which distinguishes the names of its boards. */
  #round = 0;

  /** @param root the folder of a built Paxboard; this repository by default. */
  constructor(root: string = join(import.meta.dirname, '../..')) {
    this.#root = root;
    this.#host = new Host('off', root);
  }

  async start(): Promise<void> {
    const probe = await pageScript(join(import.meta.dirname, 'page/index.ts'), 'paxboardProbe');
    await this.#host.start();
    await this.#checkServed();
    const prepare: NonNullable<BrowserOptions['prepare']> = async (context) => {
      context.setDefaultTimeout(actionMilliseconds);
      await context.addInitScript(probe);
    };
    for (const name of people) {
      const instance = new Instance(
        name,
        new BrowserProfile(join(this.#folder, name), { prepare }),
        this.#host.url,
      );
      this.#windows.set(name, new Window(instance));
    }
    await Promise.all(this.windows().map(({ instance }) => instance.start()));
  }

  /** Checks that the host serves the window under test. @throws Error if it serves another one. */
  async #checkServed(): Promise<void> {
    const served = await (await fetch(this.url)).text();
    const built = readFileSync(join(this.#root, 'out/renderer/index.html'), 'utf8');
    if (served !== built) throw new Error(`the host does not serve the window in ${this.#root}`);
  }

  /** Returns all windows to their start screens. Only the old boards in their lists remain. */
  async reset(): Promise<void> {
    this.#round += 1;
    this.#links.clear();
    for (const { instance } of this.windows()) instance.errors.forget();
    await Promise.all(
      this.windows().map(async ({ instance }) => {
        if (!instance.isRunning) return instance.start();
        await instance.browser.context.setOffline(false);
        const page = await instance.browser.context.newPage();
        for (const other of instance.browser.context.pages())
          if (other !== page && other !== instance.page) await other.close();
        await instance.browser.moveTo(page);
        await instance.visit(this.#host.url);
      }),
    );
    for (const { instance } of this.windows()) instance.errors.forget();
  }

  windows(): readonly Window[] {
    return [...this.#windows.values()];
  }

  window(name: Name): Window {
    const window = this.#windows.get(name);
    if (window === undefined) throw new RangeError(`there is no ${name}`);
    return window;
  }

  /** The name of a board in the app. */
  boardName(label: string): string {
    return this.#round === 1 ? label : `${label} ${this.#round}`;
  }

  get url(): string {
    return this.#host.url;
  }

  link(board: string, access: Access): string {
    const link = this.#links.get(`${board} ${access}`);
    if (link === undefined) throw new RangeError(`no invite to ${board}`);
    return link;
  }

  setLink(board: string, access: Access, link: string): void {
    this.#links.set(`${board} ${access}`, link);
  }

  /** The bytes of the JavaScript heap after garbage collection, and the number of DOM nodes. */
  async weigh({ instance }: Window): Promise<{ readonly heap: number; readonly nodes: number }> {
    const session: CDPSession = await instance.browser.context.newCDPSession(instance.page);
    try {
      await session.send('Performance.enable');
      await session.send('HeapProfiler.collectGarbage');
      const { metrics } = await session.send('Performance.getMetrics');
      const of = (metric: string) => metrics.find(({ name }) => name === metric)?.value ?? 0;
      return { heap: of('JSHeapUsedSize'), nodes: of('Nodes') };
    } finally {
      await session.detach();
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.windows().map(({ instance }) => instance.quit().catch(() => undefined)));
    await this.#host.stop();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
