/** The test's end of the double: starts the built main in Node, and is the browser that its windows are in. */

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { BrowserContext, Page, Route } from '@playwright/test';
import { launchChromium } from '../browser-process.ts';
import type { DesktopUnderTest, ElectronFunction, LaunchOptions } from '../desktop-under-test.ts';
import { toAppUrl } from './origins.ts';
import { type Asked, installBridge } from './page-bridge.ts';
import type { Shape } from './renderer.ts';
import { Rpc } from './rpc.ts';

const here = import.meta.dirname;
const repository = join(here, '../..');

interface LoadRequest {
  readonly id: number;
  readonly url: string;
  readonly shape: readonly Shape[];
  /** As main set `disable-features`. */
  readonly features: string;
  /** The profile's folder, as main chose it. */
  readonly data: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export async function launchDouble(options: LaunchOptions): Promise<DesktopUnderTest> {
  const root = options.root ?? repository;
  const child = spawn(
    process.execPath,
    [
      ...['--import', 'tsx', join(here, 'main.ts')],
      ...[join(root, 'out/main/index.cjs'), root, `--user-data-dir=${options.profile}`, ...options.args],
    ],
    {
      cwd: repository,
      env: { ...process.env, PAXBOARD_DOUBLE_ROOT: root, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
    },
  );
  return new Double(child);
}

class Double implements DesktopUnderTest {
  readonly #child: ChildProcess;
  readonly #rpc: Rpc;
  readonly #pages = new Map<number, Page>();
  readonly #loads = new Map<number, LoadRequest>();
  readonly #ended: Promise<number>;
  #context: Promise<BrowserContext> | undefined;
  /** Settles when no page is being prepared any more. */
  #preparing: Promise<unknown> | undefined;
  #loading: Promise<unknown> = Promise.resolve();
  #said = '';
  #wanted: (() => void)[] = [];

  constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (bytes) => {
        this.#said += String(bytes);
      });
    }
    this.#rpc = new Rpc(
      {
        send: (message) => {
          // Without a listener of its own, a process that ends meanwhile fails whatever test runs.
          if (child.connected) child.send(Object(message), () => undefined);
        },
        onMessage: (listener) => child.on('message', listener),
      },
      (method, args) => this.#answer(method, args),
    );
    this.#ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#rpc.end(`the app is not there any more (${code ?? signal}). It said:\n${this.#said}`);
        for (const wanted of this.#wanted) wanted();
        void this.#closeBrowser().then(() => resolve(code ?? -1));
      });
    });
  }

  get said(): string {
    return this.#said;
  }

  ended(): Promise<number> {
    return this.#ended;
  }

  windows(): readonly Page[] {
    return [...this.#pages.values()];
  }

  async firstWindow(): Promise<Page> {
    while (this.#pages.size === 0) {
      if (this.#child.exitCode !== null) throw new Error(`the app ended. It said:\n${this.#said}`);
      await new Promise<void>((resolve) => this.#wanted.push(resolve));
    }
    const [first] = this.#pages.values();
    if (first === undefined) throw new Error('there is no window');
    // What could not be loaded is for the test to see.
    await this.#loading;
    return first;
  }

  evaluate<Arg, Result>(what: ElectronFunction<Arg, Result>, arg: Arg): Promise<Result>;
  async evaluate(what: (...args: never[]) => unknown, arg: unknown): Promise<unknown> {
    return this.#rpc.call('evaluate', what.toString(), arg);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async close(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      await this.evaluate(({ app }) => app.quit(), undefined).catch(() => undefined);
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), 8000);
      await this.#ended;
      clearTimeout(timer);
    }
    await this.#ended;
  }

  async #closeBrowser(): Promise<void> {
    const context = await this.#context?.catch(() => undefined);
    this.#context = undefined;
    // Playwright fails, and the test with it, if a page goes while something is being put into it.
    await this.#preparing;
    await context?.close().catch(() => undefined);
  }

  #answer(method: string, args: readonly unknown[]): unknown {
    const answers: Readonly<Record<string, (...args: never[]) => unknown>> = {
      load: (load: LoadRequest) => this.#load(load),
      reload: (id: number) => this.#reload(id),
      crash: (id: number) => this.#crash(id),
      close: (id: number) => this.#closeWindow(id),
      callback: (id: number, number: number, values: readonly unknown[]) =>
        this.#pages
          .get(id)
          ?.evaluate(
            ([which, given]) =>
              Reflect.apply(Reflect.get(window, '__paxboardCallback'), undefined, [which, given]),
            [number, values] as const,
          ),
    };
    const answer = answers[method];
    if (answer === undefined) throw new Error(`nobody knows ${method}`);
    return Reflect.apply(answer, undefined, [...args]);
  }

  async #load(load: LoadRequest): Promise<void> {
    const preparing = this.#prepare(load);
    this.#preparing = preparing.catch(() => undefined);
    const page = await preparing;
    this.#pages.set(load.id, page);
    const loading = page.goto(load.url);
    this.#loading = loading.catch(() => undefined);
    for (const wanted of this.#wanted.splice(0)) wanted();
    await loading;
  }

  /** @returns the page that the window is to be, before it loads anything. */
  async #prepare(load: LoadRequest): Promise<Page> {
    this.#loads.set(load.id, load);
    this.#context ??= launchChromium(join(load.data, 'chromium'), {
      withoutFeatures: load.features.split(','),
    });
    const context = await this.#context;
    const unused = context
      .pages()
      .find((page) => page.url() === 'about:blank' && !this.windows().includes(page));
    const page = unused ?? (await context.newPage());
    await page.exposeBinding('__paxboardDouble', ({ frame }, asked: Asked) =>
      frame === page.mainFrame() ? this.#asked(load.id, asked) : undefined,
    );
    await page.addInitScript(installBridge, load.shape);
    await page.route('**/*', (route) => this.#serve(load.id, page, route));
    page.on('popup', (popup) => void this.#popup(load.id, popup));
    page.on('framenavigated', (frame) => {
      const url = frame.url();
      // A page that loads has said so by itself.
      if (frame === page.mainFrame() && url.includes('#')) {
        void this.#rpc.call('navigatedInPage', load.id, url).catch(() => undefined);
      }
    });
    return page;
  }

  async #asked(id: number, asked: Asked): Promise<unknown> {
    if (asked.type === 'boot') return this.#rpc.call('boot', id, asked.url);
    if (asked.type === 'open') return this.#rpc.call('mayOpen', id, asked.url);
    if (asked.type === 'end') return this.#rpc.call('end', id, asked.number);
    return this.#rpc.call('call', id, asked.name, asked.key, asked.number, asked.args);
  }

  async #serve(id: number, page: Page, route: Route): Promise<void> {
    const request = route.request();
    const url = request.url();
    const isOurs = toAppUrl(url) !== url;
    const navigates = request.isNavigationRequest() && request.frame() === page.mainFrame();
    try {
      if (navigates && url !== this.#loads.get(id)?.url && page.url() !== 'about:blank') {
        if (!isOurs && !(await this.#rpc.call('mayNavigate', id, url))) return await route.abort('aborted');
      }
      if (!isOurs) {
        if (navigates) return await route.fulfill({ contentType: 'text/html', body: 'elsewhere' });
        return await route.continue();
      }
      const answer = await this.#rpc.call('request', url, request.method());
      if (!isAnswer(answer)) return await route.abort('failed');
      const { status, headers, body } = answer;
      await route.fulfill({ status, headers, body: Buffer.from(body, 'base64') });
    } catch {
      // The page or the app is gone.
      await route.abort('failed').catch(() => undefined);
    }
  }

  async #popup(id: number, popup: Page): Promise<void> {
    const isAllowed = await this.#rpc.call('mayOpen', id, popup.url()).catch(() => false);
    if (!isAllowed) await popup.close();
  }

  async #reload(id: number): Promise<void> {
    const page = this.#pages.get(id);
    const load = this.#loads.get(id);
    if (page === undefined || load === undefined) return;
    if (!crashed.has(page)) {
      await page.reload();
      return;
    }
    // Chromium gives a page that crashed a new process; Playwright does not take it up again.
    const url = page.url();
    await page.close();
    this.#pages.delete(id);
    await this.#load({ ...load, url: url.startsWith('http') ? url : load.url });
  }

  async #crash(id: number): Promise<void> {
    const page = this.#pages.get(id);
    if (page === undefined) return;
    crashed.add(page);
    const gone = page.waitForEvent('crash');
    page.goto('chrome://crash').catch(() => undefined);
    await gone;
  }

  async #closeWindow(id: number): Promise<void> {
    const page = this.#pages.get(id);
    this.#pages.delete(id);
    await page?.close().catch(() => undefined);
  }
}

const crashed = new WeakSet<Page>();

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'body' in value;
}
