/** Opens a window, which shows only the app's pages. */

import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen, shell } from 'electron';
import type { Log } from '../life/log.ts';
import { isOwnUrl, mayOpenOutside, startPage } from '../page/navigation.ts';
import type { Preferences } from '../settings/preferences.ts';
import { productName } from '../texts.ts';
import { defaultSize, minimumSize, visibleBounds } from './window-bounds.ts';

export interface WindowOptions {
  readonly appRoot: string;
  readonly log: Log;
  readonly remembered: Preferences['window'];
  /** Whether to show the window once it is ready. */
  readonly show: boolean;
  /** The fragment of the page's address with a board to open; empty for the start screen. */
  readonly fragment: string;
  /** Called if the page could not be loaded. Resolves to whether to retry. */
  readonly failed: (why: string) => Promise<boolean>;
}

export function openWindow(options: WindowOptions): BrowserWindow {
  const { remembered, log } = options;
  const screens = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    ...(remembered === undefined
      ? { ...defaultSize, center: true }
      : visibleBounds(remembered.bounds, screens)),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    title: productName,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
    webPreferences: {
      preload: join(options.appRoot, 'out/preload/preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // Heartbeats continue while the window is hidden.
      backgroundThrottling: false,
    },
  });
  if (remembered?.maximized === true && options.show) window.maximize();
  if (options.show) showOnceReady(window);
  restrictNavigation(window, log);
  // Without this policy WebRTC uses only the default route, which a network without internet does not have.
  window.webContents.setWebRTCIPHandlingPolicy('default');
  load(window, options);
  return window;
}

/** Under Wayland `ready-to-show` may never come, from Electron 38 on. Source: https://github.com/electron/electron/issues/48859 */
function showOnceReady(window: BrowserWindow): void {
  const show = () => {
    if (!window.isDestroyed() && !window.isVisible()) window.show();
  };
  window.once('ready-to-show', show);
  window.webContents.once('did-finish-load', show);
}

function load(window: BrowserWindow, options: WindowOptions): void {
  window.loadURL(startPage + options.fragment).catch(async (error: unknown) => {
    // The window was closed, or navigated, during the load.
    if (window.isDestroyed() || String(error).includes('ERR_ABORTED')) return;
    options.log.warn(`The window could not be loaded: ${String(error)}`);
    if ((await options.failed(String(error))) && !window.isDestroyed()) load(window, options);
  });
}

export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function restrictNavigation(window: BrowserWindow, log: Log): void {
  const stay = (event: { preventDefault(): void }, url: string) => {
    if (isOwnUrl(url)) return;
    event.preventDefault();
    openOutside(url, log);
  };
  window.webContents.on('will-navigate', (event) => stay(event, event.url));
  window.webContents.on('will-redirect', (event) => stay(event, event.url));
  window.webContents.on('will-attach-webview', (event) => event.preventDefault());
  window.webContents.setWindowOpenHandler(({ url }) => {
    openOutside(url, log);
    return { action: 'deny' };
  });
}

function openOutside(url: string, log: Log): void {
  if (!mayOpenOutside(url)) return;
  shell
    .openExternal(url)
    .catch((error: unknown) => log.warn(`No program could open a link: ${String(error)}`));
}
