/** The host program as a process that is killed, and real sessions whose third vote it keeps. */

import { type ChildProcess, spawn } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HostDevice, until } from './testing/host-device.ts';

const root = join(import.meta.dirname, '..');

/** The host program, on a port that stays the same. */
class HostProgram {
  readonly folder: string;
  #process: ChildProcess | undefined;
  #port = 0;
  /** Everything that it has printed. */
  output = '';

  constructor(folder: string) {
    this.folder = folder;
  }

  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  async start(): Promise<void> {
    const flags = ['--port', String(this.#port), '--host', '127.0.0.1', '--no-open', '--discovery', 'off'];
    const votes = ['--lend-votes', '2', '--votes-folder', this.folder];
    const started = this.output.length;
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(root, 'main/host/cli.ts'), ...flags, ...votes],
      {
        cwd: root,
      },
    );
    this.#process = child;
    child.stdout.on('data', (text) => {
      this.output += text;
    });
    child.stderr.on('data', (text) => {
      this.output += text;
    });
    await until('the host is ready', () => /of at most 2\./.test(this.output.slice(started)));
    const [, port = ''] = /localhost:(\d+)/.exec(this.output.slice(started)) ?? [];
    this.#port = Number(port);
  }

  /** As a crash. */
  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const exited = new Promise((resolve) => child.on('exit', resolve));
    child.kill(signal);
    await exited;
  }

  /** Files of its votes, with their folders. */
  async files(): Promise<readonly string[]> {
    const names = await readdir(this.folder, { recursive: true });
    return names.filter((name) => name.endsWith('.log')).map((name) => join(this.folder, name));
  }
}

let host: HostProgram;
let ada: HostDevice;
let bob: HostDevice;

const votes = () => ada.view.witnesses.some((each) => each.votes && each.connected);

/** Ada and Bob are on a board, and the host keeps the third vote. */
beforeEach(async () => {
  host = new HostProgram(await mkdtemp(join(tmpdir(), 'paxboard-votes-')));
  await host.start();
  [ada, bob] = [new HostDevice('Ada', host.url), new HostDevice('Bob', host.url)];
  await ada.create();
  await until('Ada settles', () => ada.view.health.state === 'settling');
  await bob.join(ada.session.invite('edit'));
  await until('Bob settles', () => bob.view.health.state === 'settling' && bob.view.people.length === 2);
  await ada.lendHost(host.url);
  await until('the host votes', votes);
}, 120_000);

afterEach(async () => {
  await Promise.all([ada.close(), bob.close()]);
  await host.kill();
  await rm(host.folder, { recursive: true, force: true });
}, 120_000);

const isAlone = (device: HostDevice) => () =>
  device.view.people.every(({ isMe, connected }) => isMe || !connected);

describe('a host that keeps a vote', () => {
  test('lets either person go on alone, and the other catch up', async () => {
    expect(ada.view.witnesses).toMatchObject([{ name: 'Host', lender: 'Ada', connected: true, votes: true }]);
    expect(ada.view.health).toMatchObject({ state: 'settling', voters: 3, reachable: 3 });
    for (const [goes, stays] of [
      [ada, bob],
      [bob, ada],
    ] as const) {
      const name = goes.view.me.name;
      await goes.close();
      await until('it is alone', isAlone(stays));
      await stays.settle(`without ${name}`);
      await goes.open();
      await until('it catches up', () => goes.view.tasks.todo.length === stays.view.tasks.todo.length);
    }
  });

  test('keeps its promises when it is killed between accepts, again and again', async () => {
    let settled = 0;
    let isOver = false;
    const editing = (async () => {
      while (!isOver) {
        await ada.settle(`task ${settled}`);
        settled += 1;
      }
    })();
    for (let kills = 0; kills < 3; kills += 1) {
      const before = settled;
      await until('some changes are settled', () => settled > before + 5);
      await host.kill();
      // The record in progress.
      for (const file of await host.files()) await appendFile(file, Uint8Array.of(0, 0, 1));
      await host.start();
      await until('it votes again', votes);
    }
    isOver = true;
    await editing;
    // Bob's device is gone: what Ada settles now, the host has on its disk.
    await bob.close();
    await until('Ada is alone', isAlone(ada));
    await ada.settle('with the host');
    await host.kill();
    const stored = await Promise.all((await host.files()).map((file) => readFile(file)));
    expect(stored.map((bytes) => bytes.includes(ada.view.me.id))).toEqual([true]);
    expect(stored.map((bytes) => bytes.includes('with the host'))).toEqual([false]);
    await ada.close();
    await host.start();
    // Bob was away when that was settled; so the host alone can tell him.
    await bob.open();
    await until('Bob has it', () => bob.view.tasks.todo.some(({ title }) => title === 'with the host'));
    await bob.settle('after that');
    await ada.open();
    await until('Ada has it', () => ada.view.tasks.todo.some(({ title }) => title === 'after that'));
    expect(ada.view.tasks.todo).toHaveLength(settled + 2);
    expect(host.output).not.toMatch(/Vote .* (stop|pause)/);
  });

  test('that lost its storage never votes under its old id', async () => {
    await host.kill();
    await rm(host.folder, { recursive: true });
    await host.start();
    await until('it is away', () => ada.view.witnesses[0]?.connected === false);
    const before = ada.view.witnesses[0]?.id;
    const { id } = await ada.lendHost(host.url);
    expect(id).not.toBe(before);
    await until('the new one is there', () =>
      ada.view.witnesses.some((each) => each.id === id && each.connected),
    );
    expect(ada.view.witnesses.find((each) => each.id === before)).toMatchObject({
      connected: false,
    });
  });

  test('with a damaged file says so, does not vote, and serves everything else', async () => {
    await host.kill();
    for (const file of await host.files()) {
      const content = await readFile(file);
      content[content.length >> 1] = (content[content.length >> 1] ?? 0) ^ 1;
      await writeFile(file, content);
    }
    await host.start();
    await until('it says so', () => /stays stopped: its storage is damaged/.test(host.output));
    await until('Ada meets Bob', () => ada.view.people.every(({ connected }) => connected));
    await ada.settle('meanwhile');
    expect(ada.view.witnesses).toMatchObject([{ connected: false }]);
  });

  test('that members remove deletes what it stored, and has room again', async () => {
    const id = ada.view.witnesses[0]?.id;
    if (id === undefined) throw new Error('no witness');
    expect(await ada.session.members.remove(id)).toMatchObject({ status: 'applied' });
    await until('it says so', () => /is no longer used by its board, and is deleted/.test(host.output));
    expect(await readdir(host.folder)).toEqual([]);
    expect(ada.view.witnesses).toEqual([]);
    await ada.settle('without it');
    await ada.lendHost(host.url);
    await until('another one votes', votes);
    // And hands that over when it is stopped.
    await host.kill('SIGTERM');
    await until('it is away', () => ada.view.witnesses[0]?.connected === false);
    await ada.settle('without the host');
  });
});
