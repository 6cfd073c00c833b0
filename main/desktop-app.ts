/** The running app: assembles window, host, menu and lifecycle. */

import { join, resolve } from 'node:path';
import { app, type BrowserWindow, dialog, ipcMain, Menu, powerMonitor, session, shell } from 'electron';
import { inviteFileExtension } from '#shared/invite/file.ts';
import { desktopScheme } from '#shared/invite/link.ts';
import { DesktopHost } from './desktop-host.ts';
import { requests, type SaveLogAnswer, toMain, toWindow } from './ipc/ipc.ts';
import { answer, hear } from './ipc/ipc-main.ts';
import { watchClock } from './life/clock-jumps.ts';
import { CrashLimit } from './life/crash-limit.ts';
import { RunMarker } from './life/last-run.ts';
import { Life, leaveMilliseconds } from './life/life.ts';
import { type Log, logFiles, openLog } from './life/log.ts';
import { saveLog } from './life/save-log.ts';
import { DesktopSettingsKeeper } from './settings/desktop-settings.ts';
import { PreferencesFile } from './settings/preferences.ts';
import { type CommandLine, openedBy } from './start/command-line.ts';
import { inviteFromFile } from './start/invite-file.ts';
import { JoinLinks } from './start/join-links.ts';
import { desktopPlatform } from './start/platform.ts';
import { about, crash, inviteFile, menu, productName, savingLog, unloadable } from './texts.ts';
import { serveAppScheme } from './window/app-scheme.ts';
import { menuTemplate } from './window/menu.ts';
import { boardFragment } from './window/navigation.ts';
import { isGranted, mayRequest } from './window/permissions.ts';
import { bringToFront, openWindow, tell } from './window/window.ts';

export class DesktopApp {
  readonly #commandLine: CommandLine;
  readonly #links = new JoinLinks();
  readonly #crashes = new CrashLimit(() => performance.now());
  readonly #life = new Life({
    tell: (step) => tell(this.#window, toWindow.lifeStep, step),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    elapsed: () => performance.now(),
  });
  #log: Log | undefined;
  #run: RunMarker | undefined;
  #settings: DesktopSettingsKeeper | undefined;
  #preferences: PreferencesFile | undefined;
  #host: DesktopHost | undefined;
  #window: BrowserWindow | undefined;
  #quitting = false;

  constructor(commandLine: CommandLine) {
    this.#commandLine = commandLine;
  }

  /** The app was opened with these arguments, in this folder; may be called before the start. */
  opened(args: readonly string[], folder: string): void {
    const what = openedBy(args);
    if (what === undefined) return;
    if (what.type === 'link') this.#offer(what.link);
    else void this.#openInviteFile(resolve(folder, what.file));
  }

  /** Once, when Electron is ready. */
  start(): void {
    const data = app.getPath('userData');
    const log = openLog(join(data, 'logs'));
    this.#log = log;
    log.info(`${productName} ${app.getVersion()} starts`);
    this.#run = new RunMarker(join(data, 'running.json'), (text) => log.warn(text));
    this.#preferences = new PreferencesFile(join(data, 'preferences.json'), (text) => log.warn(text));
    const { profile, listen, hidden } = this.#commandLine;
    this.#settings = new DesktopSettingsKeeper({
      preferences: this.#preferences,
      profile,
      log,
      open: () => this.show(),
      quit: () => app.quit(),
    });
    registerDeepLinks();
    serveAppScheme(rendererRoot());
    denyByDefault();
    this.#host = new DesktopHost(
      {
        rendererRoot: rendererRoot(),
        version: app.getVersion(),
        ...(listen === undefined ? {} : { host: listen }),
        report: (problem) => log.warn(`The host goes on, but: ${problem.message}`),
      },
      {
        known: this.#preferences.current.hostPort,
        remember: (hostPort) => this.#remember({ hostPort }),
      },
    );
    this.#answerWindow(this.#host, this.#settings);
    this.#setMenu();
    this.#followLife();
    this.#open(hidden && this.#preferences.current.stayInTray);
  }

  /** Focuses the window, and opens one if there is none. */
  show(): void {
    if (this.#preferences === undefined) return;
    if (this.#window === undefined || this.#window.isDestroyed()) this.#open(false);
    else bringToFront(this.#window);
  }

  #open(isHidden: boolean): void {
    const { current } = this.#known(this.#preferences);
    const log = this.#known(this.#log);
    const window = openWindow({
      appRoot: app.getAppPath(),
      log,
      remembered: current.window,
      show: !isHidden,
      // Without a person to open it, the window opens the board in which the device votes.
      fragment: isHidden ? (current.lastBoard ?? '') : '',
      failed: (why) => this.#unloadable(why),
    });
    this.#window = window;
    const contents = window.webContents;
    // A reloading page requests links again; until then they wait.
    contents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) this.#links.pause();
    });
    contents.on('did-navigate-in-page', (_, url) => this.#remember({ lastBoard: boardFragment(url) }));
    contents.on('render-process-gone', (_, { reason }) => {
      this.#life.windowGone();
      if (reason !== 'clean-exit') this.#crashed(window, reason);
    });
    window.on('close', (event) => this.#closing(window, event));
    window.on('closed', () => {
      this.#links.pause();
      this.#life.windowGone();
    });
    // Windows logs off without a request to quit the app.
    window.on('session-end', () => void this.#life.step('leave'));
  }

  /** Hides the window in the tray, or closes it after it has handed over its vote. */
  #closing(window: BrowserWindow, event: { preventDefault(): void }): void {
    if (this.#quitting || left.has(window)) return;
    event.preventDefault();
    this.#rememberBounds(window);
    if (this.#preferences?.current.stayInTray === true) {
      window.hide();
      return;
    }
    left.add(window);
    void this.#life.step('leave').then(() => {
      if (!window.isDestroyed()) window.close();
    });
  }

  #crashed(window: BrowserWindow, reason: string): void {
    this.#log?.warn(`The page is gone: ${reason}`);
    this.#links.pause();
    if (this.#quitting || window.isDestroyed()) return;
    this.#run?.windowCrashed();
    if (this.#crashes.crashed()) {
      window.webContents.reload();
      return;
    }
    const buttons = [crash.reload, crash.quit];
    void dialog
      .showMessageBox({ type: 'error', message: crash.title, detail: crash.text, buttons, cancelId: 1 })
      .then(({ response }) => {
        if (response !== 0) return app.quit();
        this.#crashes.forgive();
        if (!window.isDestroyed()) window.webContents.reload();
      });
  }

  /** @returns whether to try again; otherwise the app quits. */
  async #unloadable(why: string): Promise<boolean> {
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message: unloadable.title,
      detail: unloadable.text({ reason: why }),
      buttons: [unloadable.again, unloadable.quit],
      cancelId: 1,
    });
    if (response !== 0) app.quit();
    return response === 0;
  }

  #answerWindow(host: DesktopHost, settings: DesktopSettingsKeeper): void {
    answer(ipcMain, requests.hostInfo, () => host.answer());
    answer(ipcMain, requests.settings, () => settings.read());
    answer(ipcMain, requests.changeSettings, (change) => settings.change(change));
    answer(ipcMain, requests.lastRun, async () => this.#run?.takeLastRun() ?? 'ended-well');
    answer(ipcMain, requests.saveLog, () => this.#saveLog());
    answer(ipcMain, requests.sealSecret, (secret) => settings.secrets.seal(secret));
    answer(ipcMain, requests.openSecret, (sealed) => settings.secrets.open(sealed));
    hear(ipcMain, toMain.joinLinksWanted, () =>
      this.#links.listen((link) => {
        if (!tell(this.#window, toWindow.joinLink, link)) this.#links.pause();
      }),
    );
    hear(ipcMain, toMain.lifeStepDone, (number) => this.#life.done(number));
  }

  #followLife(): void {
    app.on('activate', () => this.show());
    app.on('window-all-closed', () => {
      // On a Mac an app and its host continue without windows.
      if (process.platform !== 'darwin') app.quit();
    });
    app.on('before-quit', (event) => this.#beforeQuit(event));
    powerMonitor.on('suspend', () => void this.#life.step('leave'));
    powerMonitor.on('resume', () => void this.#life.step('wake'));
    powerMonitor.on('shutdown', () => app.quit());
    const clock = {
      now: () => Date.now(),
      every: (ms: number, look: () => void) => setInterval(look, ms).unref(),
    };
    watchClock(clock, () => void this.#life.step('wake'));
  }

  #beforeQuit(event: { preventDefault(): void }): void {
    if (this.#quitting) return;
    this.#quitting = true;
    this.#run?.ends();
    event.preventDefault();
    if (this.#window !== undefined && !this.#window.isDestroyed()) this.#rememberBounds(this.#window);
    const deadline = new Promise<void>((resolve) => setTimeout(resolve, leaveMilliseconds));
    const goodbye = this.#life.step('leave').then(() => this.#host?.stop());
    void Promise.race([goodbye, deadline]).finally(() => app.quit());
  }

  #setMenu(): void {
    app.setAboutPanelOptions({
      applicationName: productName,
      applicationVersion: app.getVersion(),
      copyright: about.copyright,
    });
    const template = menuTemplate(desktopPlatform(process.platform), {
      about: () => app.showAboutPanel(),
      showSettings: () => {
        this.show();
        tell(this.#window, toWindow.showSettings, undefined);
      },
      openInvite: () => void this.#chooseInviteFile(),
      openDataFolder: () => void shell.openPath(app.getPath('userData')),
      openLogFolder: () => void shell.openPath(join(app.getPath('userData'), 'logs')),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  async #saveLog(): Promise<SaveLogAnswer> {
    const { filePath, canceled } = await dialog.showSaveDialog({
      title: savingLog.title,
      defaultPath: join(app.getPath('documents'), logFiles.current),
      filters: [{ name: savingLog.kind, extensions: ['log'] }],
    });
    if (canceled || filePath === undefined || filePath === '') return { ok: true, saved: false };
    try {
      await saveLog(join(app.getPath('userData'), 'logs'), filePath);
      return { ok: true, saved: true };
    } catch (error) {
      return {
        ok: false,
        why: savingLog.failed({ reason: error instanceof Error ? error.message : String(error) }),
      };
    }
  }

  async #chooseInviteFile(): Promise<void> {
    const filters = [{ name: inviteFile.kind, extensions: [inviteFileExtension.slice(1)] }];
    const { filePaths } = await dialog.showOpenDialog({
      title: menu.openInvite,
      properties: ['openFile'],
      filters,
    });
    const [file] = filePaths;
    if (file !== undefined) await this.#openInviteFile(file);
  }

  async #openInviteFile(file: string): Promise<void> {
    const invite = await inviteFromFile(file);
    if (invite.ok) this.#offer(invite.link);
    else dialog.showErrorBox(inviteFile.title, invite.why);
  }

  #offer(link: string): void {
    this.#links.offer(link);
    this.show();
  }

  #rememberBounds(window: BrowserWindow): void {
    this.#remember({ window: { bounds: window.getNormalBounds(), maximized: window.isMaximized() } });
  }

  /** A preference that cannot be stored is not essential. */
  #remember(change: Parameters<PreferencesFile['change']>[0]): void {
    try {
      this.#preferences?.change(change);
    } catch (error) {
      this.#log?.warn(`The preferences could not be saved: ${String(error)}`);
    }
  }

  #known<Value>(value: Value | undefined): Value {
    if (value === undefined) throw new Error('the app has not started');
    return value;
  }
}

/** Windows that have handed over and may close. */
const left = new WeakSet<BrowserWindow>();

function denyByDefault(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionCheckHandler((_, permission, origin) => isGranted(permission, origin));
  defaultSession.setPermissionRequestHandler((_, permission, give, details) =>
    give(mayRequest(permission, details.requestingUrl)),
  );
}

function registerDeepLinks(): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(desktopScheme);
  else app.setAsDefaultProtocolClient(desktopScheme, process.execPath, [app.getAppPath()]);
}

function rendererRoot(): string {
  return join(app.getAppPath(), 'out/renderer');
}
