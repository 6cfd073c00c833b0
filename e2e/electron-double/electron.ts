/**
 * A double of the `electron` module: enough of it for the built main process of Paxboard to run in plain Node, with
 * pages of a real Chromium as its windows. The test's process (`launch.ts`) owns the browser.
 *
 * What it is for, and what it can not prove, is in `e2e/desktop.spec.ts`.
 */

import { EventEmitter } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import type * as Electron from 'electron';
import { toAppUrl, toBrowserUrl } from './origins.ts';
import { Renderer } from './renderer.ts';
import { Rpc } from './rpc.ts';

const flagOf = (name: string) =>
  process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
const appRoot = process.env.PAXBOARD_DOUBLE_ROOT ?? process.cwd();

const rpc = new Rpc(
  {
    send: (message) => process.connected && process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
  },
  (method, args) => {
    const answer = answers[method];
    if (answer === undefined) throw new Error(`the double knows no ${method}`);
    return Reflect.apply(answer, undefined, [...args]);
  },
);

/** What the app asked of the system, for the tests. */
export const calls: { readonly name: string; readonly args: readonly unknown[] }[] = [];
const noted =
  <Result>(name: string, result: Result) =>
  (...args: unknown[]): Result => {
    calls.push({ name, args });
    return result;
  };

function preventable() {
  let prevented = false;
  return {
    event: {
      preventDefault: () => {
        prevented = true;
      },
    },
    isPrevented: () => prevented,
  };
}

// app

const switches = new Map<string, string>();

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly commandLine = {
    appendSwitch: (name: string, value = '') => void switches.set(name, value),
    getSwitchValue: (name: string) => switches.get(name) ?? '',
  };
  readonly setAsDefaultProtocolClient = noted('setAsDefaultProtocolClient', true);
  readonly setLoginItemSettings = noted('setLoginItemSettings', undefined);
  readonly setAboutPanelOptions = noted('setAboutPanelOptions', undefined);
  readonly showAboutPanel = noted('showAboutPanel', undefined);
  readonly #paths = new Map<string, string>();
  #ready = false;
  #lock: Server | undefined;
  #handingOver = Promise.resolve();
  #exiting = false;

  constructor() {
    super();
    const data = flagOf('user-data-dir');
    if (data !== undefined) this.#paths.set('userData', data);
  }

  becomeReady(): void {
    this.#ready = true;
    this.emit('ready');
  }

  isReady(): boolean {
    return this.#ready;
  }

  whenReady(): Promise<void> {
    return this.#ready ? Promise.resolve() : new Promise((resolve) => this.once('ready', () => resolve()));
  }

  getAppPath(): string {
    return appRoot;
  }

  getVersion(): string {
    return '0.0.0-double';
  }

  getPath(name: string): string {
    return this.#paths.get(name) ?? join(homedir(), '.config');
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  /** As Chromium does it on Linux and macOS: a socket in the profile, and the one who has it. */
  requestSingleInstanceLock(): boolean {
    const socket = join(this.getPath('userData'), 'lock.sock');
    const owner = join(this.getPath('userData'), 'lock.pid');
    if (isAlive(owner)) {
      this.#handingOver = handOver(socket);
      return false;
    }
    writeFileSync(owner, String(process.pid));
    rmSync(socket, { force: true });
    this.#lock = createServer((connection) => {
      let said = '';
      connection.on('data', (bytes) => {
        said += String(bytes);
      });
      connection.on('end', () => {
        const [args, folder]: [string[], string] = JSON.parse(said);
        this.emit('second-instance', {}, args, folder, undefined);
      });
    });
    this.#lock.listen(socket);
    return true;
  }

  quit(): void {
    if (this.#exiting) return;
    const { event, isPrevented } = preventable();
    this.emit('before-quit', event);
    if (isPrevented()) return;
    void this.#closeAllAndExit();
  }

  async #closeAllAndExit(): Promise<void> {
    this.#exiting = true;
    for (const window of BrowserWindow.getAllWindows()) {
      if (await window.closeForQuit()) continue;
      this.#exiting = false;
      return;
    }
    await this.#handingOver;
    this.emit('will-quit', preventable().event);
    this.exit(0);
  }

  exit(code = 0): void {
    this.#lock?.close();
    process.exit(code);
  }
}

function isAlive(owner: string): boolean {
  try {
    return process.kill(Number(readFileSync(owner, 'utf8')), 0);
  } catch {
    // No file, or no such process.
    return false;
  }
}

function handOver(socket: string): Promise<void> {
  return new Promise((resolve) => {
    const other = connect(socket, () => other.end(JSON.stringify([process.argv, process.cwd()])));
    other.on('close', () => resolve());
    other.on('error', () => resolve());
  });
}

// windows

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

// the other modules

class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, (event: unknown, ...args: unknown[]) => unknown>();

  handle(channel: string, handler: (event: unknown, ...args: unknown[]) => unknown): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  async invoke(channel: string, event: unknown, args: readonly unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    try {
      return structuredClone(await handler(event, ...args));
    } catch (error) {
      throw new Error(`Error invoking remote method '${channel}': ${String(error)}`);
    }
  }
}

const privileged = new Map<string, Electron.Privileges>();
const schemes = new Map<string, (request: Request) => Response | Promise<Response>>();

export const protocol = {
  registerSchemesAsPrivileged: (custom: Electron.CustomScheme[]) => {
    if (app.isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    for (const { scheme, privileges } of custom) privileged.set(scheme, privileges ?? {});
  },
  handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>) => {
    if (!app.isReady()) throw new Error('protocol.handle can only be used after app is ready');
    schemes.set(scheme, handler);
  },
};

export const net = {
  fetch: async (url: string): Promise<Response> => {
    const { readFile } = await import('node:fs/promises');
    const file = fileURLToPath(url);
    const type = contentTypes[/\.[a-z0-9]+$/.exec(file)?.[0] ?? ''];
    return new Response(await readFile(file), {
      headers: type === undefined ? {} : { 'Content-Type': type },
    });
  },
};

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

interface Item extends Omit<Electron.MenuItemConstructorOptions, 'submenu' | 'click'> {
  readonly submenu?: Menu;
  click(): void;
}

export class Menu {
  static #application: Menu | null = null;
  readonly items: readonly Item[];

  constructor(items: readonly Item[]) {
    this.items = items;
  }

  static buildFromTemplate(template: readonly Electron.MenuItemConstructorOptions[]): Menu {
    return new Menu(
      template.map(({ submenu, click, ...rest }) => ({
        ...rest,
        ...(Array.isArray(submenu) ? { submenu: Menu.buildFromTemplate(submenu) } : {}),
        click: () => {
          if (click !== undefined) Reflect.apply(click, undefined, []);
        },
      })),
    );
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  getMenuItemById(id: string): Item | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
}

export class Tray extends EventEmitter {
  readonly setToolTip = noted('tray.setToolTip', undefined);
  readonly setContextMenu = noted('tray.setContextMenu', undefined);
  readonly destroy = noted('tray.destroy', undefined);
}

export const dialog = {
  showErrorBox: noted('showErrorBox', undefined),
  showMessageBox: noted('showMessageBox', Promise.resolve({ response: 0, checkboxChecked: false })),
  showOpenDialog: noted('showOpenDialog', Promise.resolve({ canceled: true, filePaths: [] })),
};

let checkPermission: (contents: unknown, permission: string, origin: string) => boolean = () => true;
export const session = {
  defaultSession: {
    setPermissionCheckHandler: (handler: typeof checkPermission) => {
      checkPermission = handler;
    },
    setPermissionRequestHandler: noted('setPermissionRequestHandler', undefined),
  },
};

const display = { workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
export const screen = { getPrimaryDisplay: () => display, getAllDisplays: () => [display] };
export const shell = {
  openExternal: noted('openExternal', Promise.resolve()),
  openPath: noted('openPath', Promise.resolve('')),
};
export const nativeTheme = { shouldUseDarkColors: false };
export const nativeImage = { createFromDataURL: (url: string) => ({ url }) };
export const powerMonitor = new EventEmitter();
export const ipcMain = new IpcMain();
/** A keyring that is real as far as the app can tell. */
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => true,
  encryptStringAsync: async (plain: string) => Buffer.from([...plain].reverse().join('')),
  decryptStringAsync: async (sealed: Buffer) => ({
    result: [...sealed.toString()].reverse().join(''),
    shouldReEncrypt: false,
  }),
  getSelectedStorageBackend: () => process.env.PAXBOARD_DOUBLE_KEYRING ?? 'gnome_libsecret',
};
export const app = new App();

const electron = {
  app,
  BrowserWindow,
  Menu,
  powerMonitor,
  session,
  shell,
  dialog,
  calls,
  checkPermission: () => checkPermission,
};

// What the test's process asks for.

const answers: Readonly<Record<string, (...args: never[]) => unknown>> = {
  request: async (url: string, method: string) => {
    const appUrl = toAppUrl(url);
    const scheme = new URL(appUrl).protocol.slice(0, -1);
    const handler = schemes.get(scheme);
    const { standard, secure, supportFetchAPI } = privileged.get(scheme) ?? {};
    // Without them the page has no origin of its own: no storage, no modules.
    if (handler === undefined || !standard || !secure || !supportFetchAPI) return undefined;
    const response = await handler(new Request(appUrl, { method }));
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    };
  },

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

  evaluate: (source: string, arg: unknown) =>
    Reflect.apply(compileFunction(`return (${source})(electron, arg);`, ['electron', 'arg']), undefined, [
      electron,
      arg,
    ]),
};
