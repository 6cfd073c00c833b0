/** The app's only window and its lifecycle: opened, hidden in the tray, closed, crashed and reloaded. */

import { app, type BrowserWindow } from 'electron';
import type { InferOutput } from 'valibot';
import { confirmReload, confirmRetry } from '../dialogs.ts';
import type { Notice, Schema } from '../ipc/ipc.ts';
import { CrashLimit } from '../life/crash-limit.ts';
import type { RunMarker } from '../life/last-run.ts';
import type { Life } from '../life/life.ts';
import type { Log } from '../life/log.ts';
import { boardFragment } from '../page/navigation.ts';
import type { PreferencesFile } from '../settings/preferences.ts';
import type { JoinLinks } from '../start/join-links.ts';
import { watchFrame } from './frame.ts';
import { bringToFront, openWindow } from './window.ts';
import { boundsToAsk, type FrameOffset, noFrame } from './window-bounds.ts';

export interface MainWindowOptions {
  readonly log: Log;
  readonly preferences: PreferencesFile;
  readonly life: Life;
  readonly links: JoinLinks;
  readonly run: RunMarker;
  /** Whether the app quits: it has handed over its vote already, so a window closes immediately. */
  readonly isQuitting: () => boolean;
}

export class MainWindow {
  readonly #options: MainWindowOptions;
  readonly #crashes = new CrashLimit(() => performance.now());
  /** Windows that have handed over their votes and may close. */
  readonly #handedOver = new WeakSet<BrowserWindow>();
  #current: BrowserWindow | undefined;
  #frame: () => FrameOffset = () => noFrame;

  constructor(options: MainWindowOptions) {
    this.#options = options;
  }

  /** Focuses the window, and opens one if there is none. */
  show(): void {
    const window = this.#existing;
    if (window === undefined) this.open({ isHidden: false });
    else bringToFront(window);
  }

  open({ isHidden }: { readonly isHidden: boolean }): void {
    const { log, preferences, life, links } = this.#options;
    const window = openWindow({
      appRoot: app.getAppPath(),
      log,
      remembered: preferences.current.window,
      show: !isHidden,
      // A window without a person opens the last board, so that the device votes there.
      fragment: isHidden ? (preferences.current.lastBoard ?? '') : '',
      failed: async (why) => {
        const again = await confirmRetry(why);
        if (!again) app.quit();
        return again;
      },
    });
    this.#current = window;
    this.#frame = watchFrame(window);
    const contents = window.webContents;
    // A reloading page requests the links again.
    contents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) links.pause();
    });
    contents.on('did-navigate-in-page', (_, url) => this.remember({ lastBoard: boardFragment(url) }));
    contents.on('render-process-gone', (_, { reason }) => {
      life.windowGone();
      if (reason !== 'clean-exit') this.#crashed(window, reason);
    });
    window.on('close', (event) => this.#closing(window, event));
    window.on('closed', () => {
      links.pause();
      life.windowGone();
    });
    // Windows logs off without a request to quit the app.
    window.on('session-end', () => void life.step('leave'));
  }

  /** Sends a message to the window. @returns false if there is none. */
  notify<Value extends Schema>({ name }: Notice<Value>, value: InferOutput<Value>): boolean {
    const window = this.#existing;
    if (window === undefined || window.webContents.isDestroyed()) return false;
    window.webContents.send(name, value);
    return true;
  }

  rememberBounds(): void {
    const window = this.#existing;
    if (window === undefined) return;
    const bounds = boundsToAsk(window.getNormalBounds(), this.#frame());
    this.remember({ window: { bounds, maximized: window.isMaximized() } });
  }

  /** Stores a preference; a failure is only logged. */
  remember(change: Parameters<PreferencesFile['change']>[0]): void {
    try {
      this.#options.preferences.change(change);
    } catch (error) {
      this.#options.log.warn(`The preferences could not be saved: ${String(error)}`);
    }
  }

  get #existing(): BrowserWindow | undefined {
    return this.#current?.isDestroyed() === false ? this.#current : undefined;
  }

  /** Hides the window in the tray, or closes it after it has handed over its vote. */
  #closing(window: BrowserWindow, event: { preventDefault(): void }): void {
    const { preferences, life, isQuitting } = this.#options;
    if (isQuitting() || this.#handedOver.has(window)) return;
    event.preventDefault();
    this.rememberBounds();
    if (preferences.current.stayInTray) {
      window.hide();
      return;
    }
    this.#handedOver.add(window);
    void life.step('leave').then(() => {
      if (!window.isDestroyed()) window.close();
    });
  }

  #crashed(window: BrowserWindow, reason: string): void {
    const { log, links, run, isQuitting } = this.#options;
    log.warn(`The page is gone: ${reason}`);
    links.pause();
    if (isQuitting() || window.isDestroyed()) return;
    run.windowCrashed();
    if (this.#crashes.crashed()) {
      window.webContents.reload();
      return;
    }
    void confirmReload().then((again) => {
      if (!again) return app.quit();
      this.#crashes.forgive();
      if (!window.isDestroyed()) window.webContents.reload();
    });
  }
}
