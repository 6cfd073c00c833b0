/** Applies and stores the settings of the desktop app: start at login, the tray. */

import { app, Menu, nativeImage, safeStorage, Tray } from 'electron';
import type { DesktopSettings } from '#shared/desktop/bridge.ts';
import type { SettingsAnswer, SettingsChange } from '../ipc/ipc.ts';
import type { Log } from '../life/log.ts';
import { hiddenFlag } from '../start/command-line.ts';
import { failure, tray as texts } from '../texts.ts';
import { trayIcon } from '../window/tray-icon.ts';
import { isKeyringLocked } from './keyring-lock.ts';
import { setLinuxLoginStart } from './login-start.ts';
import type { PreferencesFile } from './preferences.ts';
import { Secrets } from './secrets.ts';

export interface KeeperOptions {
  readonly preferences: PreferencesFile;
  readonly profile: string | undefined;
  readonly log: Log;
  readonly open: () => void;
  readonly quit: () => void;
}

export class DesktopSettingsKeeper {
  readonly secrets: Secrets;
  readonly #options: KeeperOptions;
  /** Without a reference the icon would be garbage-collected. */
  #tray: Tray | undefined;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.secrets = new Secrets({
      storage: safeStorage,
      platform: process.platform,
      warn: (text) => options.log.warn(text),
      isLocked: () => isKeyringLocked(),
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds).unref()),
    });
    try {
      this.#showTray(options.preferences.current.stayInTray);
    } catch (error) {
      options.log.warn(`There is no tray: ${String(error)}`);
    }
  }

  async read(): Promise<DesktopSettings> {
    const { startAtLogin, stayInTray } = this.#options.preferences.current;
    return { startAtLogin, stayInTray, secrets: await this.secrets.state() };
  }

  /** Applies a change, and stores it if that succeeds. */
  async change({ startAtLogin, stayInTray }: SettingsChange): Promise<SettingsAnswer> {
    try {
      if (startAtLogin !== undefined) {
        this.#startAtLogin(startAtLogin);
        this.#options.preferences.change({ startAtLogin });
      }
      if (stayInTray !== undefined) {
        this.#showTray(stayInTray);
        this.#options.preferences.change({ stayInTray });
      }
    } catch (error) {
      this.#options.log.warn(`The settings could not be changed: ${String(error)}`);
      const why = error instanceof Error ? error.message : String(error);
      return { ok: false, why: failure.settings({ reason: why }).slice(0, 1000) };
    }
    return { ok: true, settings: await this.read() };
  }

  #startAtLogin(wanted: boolean): void {
    const { profile } = this.#options;
    const args = [
      ...(app.isPackaged ? [] : [app.getAppPath()]),
      hiddenFlag,
      ...(profile === undefined ? [] : [`--profile=${profile}`]),
    ];
    if (process.platform !== 'linux') {
      app.setLoginItemSettings({ openAtLogin: wanted, args });
      return;
    }
    const id = profile === undefined ? 'paxboard' : `paxboard-${profile}`;
    // An AppImage runs from a different mount point each time.
    const file = process.env.APPIMAGE ?? process.execPath;
    setLinuxLoginStart(app.getPath('appData'), id, wanted ? { file, args } : undefined);
  }

  #showTray(wanted: boolean): void {
    if (wanted === (this.#tray !== undefined)) return;
    this.#tray?.destroy();
    this.#tray = undefined;
    if (!wanted) return;
    const { open, quit } = this.#options;
    const icon = new Tray(nativeImage.createFromDataURL(trayIcon));
    icon.setToolTip(texts.tip);
    icon.setContextMenu(
      Menu.buildFromTemplate([
        { label: texts.open, click: open },
        { label: texts.quit, click: quit },
      ]),
    );
    icon.on('click', open);
    this.#tray = icon;
  }
}
