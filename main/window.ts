/** The one window. It shows our own pages and nothing else. */

import { join } from 'node:path';
import { BrowserWindow, nativeTheme, shell } from 'electron';
import { isOwnUrl, mayOpenOutside, startPage } from './navigation.ts';

/** Reloads after a crash of the page, at most, in the life of one window; after that it would crash again. */
const maxReloads = 3;

export function openWindow(appRoot: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 820,
    minWidth: 480,
    minHeight: 400,
    title: 'Paxboard',
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
    webPreferences: {
      preload: join(appRoot, 'out/preload/preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // Heartbeats go on while nobody looks.
      backgroundThrottling: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  keepAtHome(window);
  reloadAfterCrash(window);
  // Without it WebRTC may use the default route alone, and a network without internet has none.
  window.webContents.setWebRTCIPHandlingPolicy('default');
  // A failure to load leaves a blank window; what can be done is for the person to see and close it.
  window.loadURL(startPage).catch((error: unknown) => {
    process.stderr.write(`Paxboard could not load its window: ${String(error)}\n`);
    if (!window.isDestroyed()) window.show();
  });
  return window;
}

function keepAtHome(window: BrowserWindow): void {
  const stay = (event: { preventDefault(): void }, url: string) => {
    if (isOwnUrl(url)) return;
    event.preventDefault();
    openOutside(url);
  };
  window.webContents.on('will-navigate', (event) => stay(event, event.url));
  window.webContents.on('will-redirect', (event) => stay(event, event.url));
  window.webContents.on('will-attach-webview', (event) => event.preventDefault());
  window.webContents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
}

function openOutside(url: string): void {
  if (!mayOpenOutside(url)) return;
  shell.openExternal(url).catch((error: unknown) => {
    process.stderr.write(`No program could open the link: ${String(error)}\n`);
  });
}

function reloadAfterCrash(window: BrowserWindow): void {
  let reloads = 0;
  window.webContents.on('render-process-gone', (_, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed() || reloads >= maxReloads) return;
    reloads += 1;
    window.webContents.reload();
  });
}
