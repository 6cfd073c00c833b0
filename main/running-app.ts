/** The running app: assembles window, host, settings, menu and lifecycle. */

import { join } from 'node:path';
import { app, ipcMain, Menu, powerMonitor, session, shell } from 'electron';
import { desktopScheme } from '#shared/invite/link.ts';
import { DesktopHost } from './desktop-host.ts';
import { chooseInviteFile, saveLogAs } from './dialogs.ts';
import { requests, toMain, toWindow } from './ipc/ipc.ts';
import { answer, receive } from './ipc/ipc-main.ts';
import { watchClock } from './life/clock-jumps.ts';
import { RunMarker } from './life/last-run.ts';
import { Life, leaveMilliseconds } from './life/life.ts';
import { openLog } from './life/log.ts';
import { noSleepDelay, type SleepDelay, systemdSleepDelay } from './life/sleep-delay.ts';
import { serveAppScheme } from './page/app-scheme.ts';
import { isGranted, mayRequest } from './page/permissions.ts';
import { DesktopSettingsKeeper } from './settings/desktop-settings.ts';
import { PreferencesFile } from './settings/preferences.ts';
import type { CommandLine } from './start/command-line.ts';
import type { JoinLinks } from './start/join-links.ts';
import { desktopPlatform } from './start/platform.ts';
import { recordChromium } from './start/profile/profile-engine.ts';
import { mendTornLogs } from './start/profile/torn-logs.ts';
import { about, productName } from './texts.ts';
import { MainWindow } from './window/main-window.ts';
import { menuTemplate } from './window/menu.ts';

export interface RunningAppOptions {
  readonly commandLine: CommandLine;
  /** Links for the window, which it receives as soon as it listens. */
  readonly links: JoinLinks;
  readonly openInviteFile: (file: string) => Promise<void>;
}

/** Exists once Electron is ready. */
export class RunningApp {
  readonly #openInviteFile: RunningAppOptions['openInviteFile'];
  readonly #links: JoinLinks;
  readonly #folder = app.getPath('userData');
  readonly #logFolder = join(this.#folder, 'logs');
  readonly #run: RunMarker;
  readonly #settings: DesktopSettingsKeeper;
  readonly #host: DesktopHost;
  readonly #life: Life;
  readonly #sleepDelay: SleepDelay;
  readonly #window: MainWindow;
  #isQuitting = false;

  constructor({ commandLine, links, openInviteFile }: RunningAppOptions) {
    const { profile, listen, hidden } = commandLine;
    this.#openInviteFile = openInviteFile;
    this.#links = links;
    const log = openLog(this.#logFolder);
    const warn = (text: string) => log.warn(text);
    log.info(`${productName} ${app.getVersion()} starts`);
    // No window has opened a database yet.
    recordChromium(this.#folder, process.versions.chrome);
    mendTornLogs(this.#folder, warn);
    this.#run = new RunMarker(join(this.#folder, 'running.json'), warn);
    const preferences = new PreferencesFile(join(this.#folder, 'preferences.json'), warn);
    this.#life = new Life({
      notify: (step) => this.#window.notify(toWindow.lifeStep, step),
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      elapsed: () => performance.now(),
    });
    this.#window = new MainWindow({
      log,
      preferences,
      life: this.#life,
      links,
      run: this.#run,
      isQuitting: () => this.#isQuitting,
    });
    this.#settings = new DesktopSettingsKeeper({
      preferences,
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
        report: (problem) => log.warn(`The host continues, but: ${problem.message}`),
      },
      {
        known: preferences.current.hostPort,
        remember: (hostPort) => this.#window.remember({ hostPort }),
      },
    );
    this.#sleepDelay = process.platform === 'linux' ? systemdSleepDelay(warn) : noSleepDelay;
    this.#answerWindow();
    this.#setMenu();
    this.#followLife();
    this.#window.open({ isHidden: hidden && preferences.current.stayInTray });
  }

  /** Focuses the window, and opens one if there is none. */
  show(): void {
    this.#window.show();
  }

  #answerWindow(): void {
    const settings = this.#settings;
    answer(ipcMain, requests.hostInfo, () => this.#host.answer());
    answer(ipcMain, requests.settings, () => settings.read());
    answer(ipcMain, requests.changeSettings, (change) => settings.change(change));
    answer(ipcMain, requests.lastRun, async () => this.#run.takeLastRun());
    answer(ipcMain, requests.saveLog, () => saveLogAs(this.#logFolder));
    answer(ipcMain, requests.sealSecret, (secret) => settings.secrets.seal(secret));
    answer(ipcMain, requests.openSecret, (sealed) => settings.secrets.open(sealed));
    receive(ipcMain, toMain.joinLinksWanted, () =>
      this.#links.listen((link) => {
        if (!this.#window.notify(toWindow.joinLink, link)) this.#links.pause();
      }),
    );
    receive(ipcMain, toMain.lifeStepDone, (number) => this.#life.done(number));
  }

  #followLife(): void {
    app.on('activate', () => this.show());
    app.on('window-all-closed', () => {
      // On macOS an app and its host continue without windows.
      if (process.platform !== 'darwin') app.quit();
    });
    app.on('before-quit', (event) => this.#beforeQuit(event));
    this.#sleepDelay.hold();
    powerMonitor.on('suspend', () => {
      void this.#life.step('leave').then(() => this.#sleepDelay.release());
    });
    powerMonitor.on('resume', () => {
      this.#sleepDelay.hold();
      void this.#life.step('wake');
    });
    powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
      // Otherwise the machine goes off before the app has handed over: its delay is over when this listener returns.
      event?.preventDefault();
      app.quit();
    });
    const clock = {
      now: () => Date.now(),
      every: (ms: number, look: () => void) => setInterval(look, ms).unref(),
    };
    watchClock(clock, () => void this.#life.step('wake'));
  }

  #beforeQuit(event: { preventDefault(): void }): void {
    if (this.#isQuitting) return;
    this.#isQuitting = true;
    this.#run.ends();
    event.preventDefault();
    this.#window.rememberBounds();
    const deadline = new Promise<void>((resolve) => setTimeout(resolve, leaveMilliseconds));
    const goodbye = this.#life.step('leave').then(() => this.#host.stop());
    void Promise.race([goodbye, deadline]).finally(() => {
      this.#sleepDelay.release();
      app.quit();
    });
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
        this.#window.notify(toWindow.showSettings, undefined);
      },
      openInvite: () => void this.#chooseInviteFile(),
      openDataFolder: () => void shell.openPath(this.#folder),
      openLogFolder: () => void shell.openPath(this.#logFolder),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  async #chooseInviteFile(): Promise<void> {
    const file = await chooseInviteFile();
    if (file !== undefined) await this.#openInviteFile(file);
  }
}

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
