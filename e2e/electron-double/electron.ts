/**
 * A double of the `electron` module: enough of it for the built main process of Paxboard to run in plain Node, with
 * pages of a real Chromium as its windows. The test's process (`launch.ts`) owns the browser.
 *
 * What it is for, and what it cannot prove, is in `e2e/desktop.spec.ts`.
 */

import { EventEmitter } from 'node:events';
import { compileFunction } from 'node:vm';
import { app } from './app.ts';
import { calls, noted } from './calls.ts';
import { Menu } from './menu.ts';
import { answers } from './test-process.ts';
import { BrowserWindow } from './windows.ts';

export { app } from './app.ts';
export { calls } from './calls.ts';
export { ipcMain } from './ipc-main.ts';
export { Menu, Tray } from './menu.ts';
export { net, protocol } from './protocol.ts';
export { BrowserWindow } from './windows.ts';

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

answers({
  evaluate: (source: string, arg: unknown) =>
    Reflect.apply(compileFunction(`return (${source})(electron, arg);`, ['electron', 'arg']), undefined, [
      electron,
      arg,
    ]),
});
