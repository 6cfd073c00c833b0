/** Windows, each a page of the browser that the test's process owns. */

import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { app, switches } from './app.ts';
import { calls, noted, preventable } from './calls.ts';
import { ipcMain } from './ipc-main.ts';
import { toAppUrl, toBrowserUrl } from './origins.ts';
import { Renderer } from './renderer.ts';
import { answers, rpc } from './test-process.ts';

let windowCount = 0;

class WebContents extends EventEmitter {
  readonly #window: BrowserWindow;
  readonly setWebRTCIPHandlingPolicy = noted('setWebRTCIPHandlingPolicy', undefined);
  renderer: Renderer | undefined;
  url = '';
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });

  constructor(window: BrowserWindow) {
    super();
    this.#window = window;
  }

  isDestroyed(): boolean {
    return this.#window.isDestroyed();
  }

  send(channel: string, ...args: unknown[]): void {
    this.renderer?.deliver(channel, args);
  }

  setWindowOpenHandler(handler: WebContents['openHandler']): void {
    this.openHandler = handler;
  }

  getURL(): string {
    return this.url;
  }

  reload(): void {
    void rpc.call('reload', this.#window.id);
  }

  forcefullyCrashRenderer(): void {
    this.renderer = undefined;
    void rpc
      .call('crash', this.#window.id)
      .then(() => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 }));
  }

  /** The document begins to load: the preload runs before the page does. */
  boot(url: string): void {
    this.url = toAppUrl(url);
    const { preload } = this.#window.preferences;
    this.renderer = preload === undefined ? undefined : this.#run(preload);
  }

  #run(preload: string): Renderer | undefined {
    const event = { sender: this, senderFrame: { url: this.url, parent: null } };
    try {
      return new Renderer(preload, {
        invoke: async (channel, args) => ipcMain.invoke(channel, event, args),
        send: (channel, args) => ipcMain.emit(channel, event, ...args),
      });
    } catch (error) {
      process.stderr.write(`the preload failed: ${String(error)}\n`);
      this.emit('preload-error', {}, preload, error);
      return undefined;
    }
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly #all = new Map<number, BrowserWindow>();
  readonly id: number;
  readonly preferences: Electron.WebPreferences;
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents: WebContents;
  #visible: boolean;
  #destroyed = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    windowCount += 1;
    this.id = windowCount;
    this.options = options;
    this.preferences = options.webPreferences ?? {};
    this.#visible = options.show !== false;
    this.webContents = new WebContents(this);
    BrowserWindow.#all.set(this.id, this);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.#all.values()];
  }

  static byId(id: number): BrowserWindow {
    const window = BrowserWindow.#all.get(id);
    if (window === undefined) throw new Error(`there is no window ${id}`);
    return window;
  }

  async loadURL(url: string): Promise<void> {
    const { preload } = this.preferences;
    this.webContents.boot(url);
    const shape = preload === undefined ? [] : (this.webContents.renderer?.shape() ?? []);
    const features = switches.get('disable-features') ?? '';
    const data = app.getPath('userData');
    await rpc.call('load', { id: this.id, url: toBrowserUrl(url), shape, features, data });
    this.emit('ready-to-show');
  }

  close(): void {
    void this.#close(false);
  }

  /** @returns whether it is closed now. */
  closeForQuit(): Promise<boolean> {
    return this.#close(true);
  }

  async #close(quitting: boolean): Promise<boolean> {
    const { event, isPrevented } = preventable();
    this.emit('close', event);
    if (isPrevented()) return false;
    await rpc.call('close', this.id);
    this.gone();
    if (!quitting && BrowserWindow.#all.size === 0) app.emit('window-all-closed');
    return true;
  }

  gone(): void {
    this.#destroyed = true;
    BrowserWindow.#all.delete(this.id);
    this.emit('closed');
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isVisible(): boolean {
    return this.#visible;
  }

  show(): void {
    this.#visible = true;
  }

  hide(): void {
    this.#visible = false;
  }

  focus(): void {
    calls.push({ name: 'focus', args: [] });
  }

  isMinimized(): boolean {
    return false;
  }

  isMaximized(): boolean {
    return false;
  }

  restore(): void {
    this.show();
  }

  maximize(): void {
    this.show();
  }

  getNormalBounds(): Electron.Rectangle {
    const { x = 10, y = 20, width = 800, height = 600 } = this.options;
    return { x, y, width, height };
  }
}

app.closeWindows = async () => {
  for (const window of BrowserWindow.getAllWindows()) if (!(await window.closeForQuit())) return false;
  return true;
};

answers({
  boot: (id: number, url: string) => {
    const { webContents } = BrowserWindow.byId(id);
    webContents.emit('did-start-navigation', {
      isMainFrame: true,
      isSameDocument: false,
      url: toAppUrl(url),
    });
    webContents.boot(url);
  },
  navigatedInPage: (id: number, url: string) => {
    const { webContents } = BrowserWindow.byId(id);
    webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true, url: toAppUrl(url) });
    webContents.emit('did-navigate-in-page', {}, toAppUrl(url), true);
  },
  call: (id: number, name: string, key: string, number: number, args: readonly unknown[]) => {
    const back = args.map((arg) => {
      const callback = /^callback:(\d+)$/.exec(String(arg))?.[1];
      return callback === undefined
        ? arg
        : (...values: unknown[]) => rpc.call('callback', id, Number(callback), values);
    });
    return BrowserWindow.byId(id).webContents.renderer?.call(name, key, number, back);
  },
  end: (id: number, number: number) => BrowserWindow.byId(id).webContents.renderer?.end(number),

  mayNavigate: (id: number, url: string) => {
    const { event, isPrevented } = preventable();
    BrowserWindow.byId(id).webContents.emit('will-navigate', { ...event, url: toAppUrl(url) }, toAppUrl(url));
    return !isPrevented();
  },
  mayOpen: (id: number, url: string) =>
    BrowserWindow.byId(id).webContents.openHandler({ url: toAppUrl(url) }).action === 'allow',
});
