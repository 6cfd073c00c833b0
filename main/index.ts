/** Electron's main process: one window over one host. What can be plain Node is elsewhere. */

import { join } from 'node:path';
import {
  app,
  type BrowserWindow,
  dialog,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  ipcMain,
  session,
} from 'electron';
import { desktopScheme } from '#shared/invite/link.ts';
import { registerAppScheme, serveAppScheme } from './app-scheme.ts';
import { DesktopHost } from './desktop-host.ts';
import { disabledFeatures } from './features.ts';
import { channels, type HostAnswer } from './ipc.ts';
import { isJoinLink, JoinLinks, joinLinkFrom } from './join-links.ts';
import { isOwnUrl } from './navigation.ts';
import { isGranted, mayRequest } from './permissions.ts';
import { openWindow } from './window.ts';

/** For the host to say goodbye to its clients when the app quits. */
const quitMilliseconds = 2000;

const links = new JoinLinks();
let window: BrowserWindow | undefined;
let host: DesktopHost | undefined;

// These must come before the app is ready, and at once: nothing up here may wait for anything.
app.commandLine.appendSwitch(
  'disable-features',
  disabledFeatures(app.commandLine.getSwitchValue('disable-features')),
);
registerAppScheme();
app.on('open-url', (event, url) => {
  event.preventDefault();
  if (isJoinLink(url)) openLink(url);
});

if (app.requestSingleInstanceLock()) run();
else app.quit();

function run(): void {
  registerDeepLinks();
  const link = joinLinkFrom(process.argv);
  if (link !== undefined) links.offer(link);
  app.on('second-instance', (_, args) => {
    const another = joinLinkFrom(args);
    if (another !== undefined) links.offer(another);
    showWindow();
  });
  app.on('activate', showWindow);
  app.on('window-all-closed', () => {
    // On a Mac an app goes on without windows, and its host with it.
    if (process.platform !== 'darwin') app.quit();
  });
  stopHostBeforeQuitting();
  app.whenReady().then(start).catch(fail);
}

function start(): void {
  serveAppScheme(rendererRoot());
  const { defaultSession } = session;
  defaultSession.setPermissionCheckHandler((_, permission, origin) => isGranted(permission, origin));
  defaultSession.setPermissionRequestHandler((_, permission, answer, details) =>
    answer(mayRequest(permission, details.requestingUrl)),
  );
  host = new DesktopHost({
    rendererRoot: rendererRoot(),
    version: app.getVersion(),
    report: (problem) => process.stderr.write(`Paxboard goes on, but: ${problem.message}\n`),
  });
  answerWindow(host);
  showWindow();
}

function answerWindow(running: DesktopHost): void {
  ipcMain.handle(channels.hostInfo, (event): Promise<HostAnswer> => {
    if (!isOwnWindow(event)) throw new Error('only the window of Paxboard may ask that');
    return running.answer();
  });
  ipcMain.on(channels.joinLinksWanted, (event) => {
    if (!isOwnWindow(event)) return;
    const { sender } = event;
    links.listen((link) => {
      if (sender.isDestroyed()) links.pause();
      else sender.send(channels.joinLink, link);
    });
  });
}

/** The sender's frame is looked at first, and at once: it is gone when the page moves on. */
function isOwnWindow(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isOwnUrl(frame.url);
}

function openLink(link: string): void {
  links.offer(link);
  if (app.isReady()) showWindow();
}

function showWindow(): void {
  if (!app.isReady()) return;
  if (window === undefined || window.isDestroyed()) {
    window = openWindow(app.getAppPath());
    // A page that loads anew asks for links again; until then they wait.
    window.webContents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) links.pause();
    });
    window.on('closed', () => links.pause());
    return;
  }
  if (window.isMinimized()) window.restore();
  window.focus();
}

function registerDeepLinks(): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(desktopScheme);
  else app.setAsDefaultProtocolClient(desktopScheme, process.execPath, [app.getAppPath()]);
}

function stopHostBeforeQuitting(): void {
  let stopping = false;
  app.on('before-quit', (event) => {
    if (stopping || host === undefined) return;
    stopping = true;
    event.preventDefault();
    const deadline = new Promise<void>((resolve) => setTimeout(resolve, quitMilliseconds));
    void Promise.race([host.stop(), deadline]).finally(() => app.quit());
  });
}

function rendererRoot(): string {
  return join(app.getAppPath(), 'out/renderer');
}

function fail(error: unknown): void {
  const why = error instanceof Error ? error.message : String(error);
  dialog.showErrorBox('Paxboard could not start', `${why}\n\nYour boards are safe. Please start it again.`);
  app.exit(1);
}
