/** The fixtures of the LAN tests: a network, and a host or a browser on each machine. */

import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { findChromium } from '../../scripts/environment/browser.mjs';
import { attachInstances } from '../page/failure-report.ts';
import { BrowserProfile } from '../processes/browsers/browser-profile.ts';
import { microphoneFlag } from '../processes/browsers/chromium.ts';
import { readyUrl } from '../processes/host.ts';
import { Instance } from '../processes/instance.ts';
import { Lan, type Machine, whyNoLan } from './lan.ts';

export { expect };

const program = join(import.meta.dirname, '../../out/main/host.js');
const port = 7420;

export class Office {
  readonly lan = new Lan();
  readonly #folder = mkdtempSync(join(tmpdir(), 'paxboard-lan-'));
  readonly #hosts = new Map<Machine, ChildProcess>();
  readonly #instances: Instance[] = [];

  urlOf(machine: Machine): string {
    return `http://${machine.address}:${port}`;
  }

  /** The host on `machine`, open to its network. */
  async startHost(machine: Machine): Promise<void> {
    const args = [program, '--host', '0.0.0.0', '--port', String(port), '--no-open'];
    const child = spawn('ip', ['netns', 'exec', machine.name, process.execPath, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#hosts.set(machine, child);
    await readyUrl(child);
  }

  /** Kills the host, as a power loss does. */
  async killHost(machine: Machine): Promise<void> {
    await end(this.#hosts.get(machine), 'SIGKILL');
    this.#hosts.delete(machine);
  }

  /**
   * A browser on `machine`, at the start screen that the host at `url` serves.
   *
   * @param options.mayUseMicrophone as the desktop app's window may, and a page by default may not. The microphone is never
   *   used, but without the permission a browser gathers no addresses on a network without a default route.
   */
  async start(
    name: string,
    machine: Machine,
    url: string,
    { mayUseMicrophone = true }: { readonly mayUseMicrophone?: boolean } = {},
  ): Promise<Instance> {
    const chromium = await findChromium();
    if (chromium === undefined) throw new Error('There is no Chromium. Run "npm test", which installs one.');
    const wrapper = join(this.#folder, `chromium-${machine.name}`);
    const withoutGrant = `for flag in "$@"; do shift; [ "$flag" = ${microphoneFlag} ] || set -- "$@" "$flag"; done\n`;
    const filter = mayUseMicrophone ? '' : withoutGrant;
    writeFileSync(wrapper, `#!/bin/sh\n${filter}exec ip netns exec ${machine.name} '${chromium}' "$@"\n`);
    chmodSync(wrapper, 0o755);
    const instance = new Instance(
      name,
      new BrowserProfile(join(this.#folder, name), { chromium: wrapper }),
      url,
    );
    this.#instances.push(instance);
    await instance.start();
    return instance;
  }

  get instances(): readonly Instance[] {
    return this.#instances;
  }

  async end(): Promise<void> {
    await Promise.all(this.#instances.map((instance) => instance.quit()));
    for (const child of this.#hosts.values()) await end(child, 'SIGTERM');
    this.lan.remove();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined || child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

export const test = base.extend<{ office: Office }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs.
  office: async ({}, use, info) => {
    const why = whyNoLan();
    test.skip(why !== undefined, `no separate network: ${why}`);
    const office = new Office();
    try {
      await use(office);
      if (info.status !== info.expectedStatus) await attachInstances(info, office.instances);
    } finally {
      await office.end();
    }
  },
});

/** Waits, and prints the time: a measurement, not a limit. @returns milliseconds. */
export async function timed(what: string, wait: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await wait();
  const took = performance.now() - begun;
  process.stdout.write(`      ${what}: ${Math.round(took)} ms\n`);
  return took;
}
