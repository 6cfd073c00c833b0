/** The API of the desktop app for its window, `window.paxboard`; undefined in a browser. */

import type { HostInfo } from '../signaling/host-info.ts';

/** Functions named `on…` return an unsubscribe function; all others return a promise. */
export interface DesktopBridge {
  readonly platform: DesktopPlatform;
  /**
   * The host that runs inside this app.
   *
   * @throws Error with a sentence for a person if there is none, e.g. because no port was free.
   */
  hostInfo(): Promise<HostInfo>;
  /**
   * Calls back with each invite link that the app was opened with, including those before the call, unvalidated: use
   * `parseInvite`.
   */
  onJoinLink(callback: (link: string) => void): () => void;
  /**
   * Calls back when the device is about to leave (`leave`: quit, sleep, log-off), stays after all (`stay`), or woke up
   * (`wake`). The app waits for the promise, up to a timeout.
   */
  onLifeStep(callback: (event: 'leave' | 'stay' | 'wake') => Promise<void>): () => void;
  /** Calls back when the menu item "Settings…" is chosen. */
  onShowSettings(callback: () => void): () => void;
  settings(): Promise<DesktopSettings>;
  /** @throws Error with a sentence for a person if it could not be saved. @returns the settings in force. */
  changeSettings(change: DesktopSettingsChange): Promise<DesktopSettings>;
  /** How the last run of the app ended; `ended-well` from the second call on. */
  lastRun(): Promise<LastRun>;
  /**
   * Shows a save dialog, and saves the app's log. @throws Error with a sentence for a person. @returns false if
   * cancelled.
   */
  saveLog(): Promise<boolean>;
  /** @returns undefined if the system has no secure store for the key; then nothing is sealed. */
  sealSecret(secret: string): Promise<string | undefined>;
  /** @returns undefined if this device cannot open it. */
  openSecret(sealed: string): Promise<string | undefined>;
}

/** `cut-short`: by a crash of the app or a loss of power. */
export const lastRuns = ['ended-well', 'window-crashed', 'cut-short'] as const;
export type LastRun = (typeof lastRuns)[number];

export type DesktopPlatform = 'linux' | 'mac' | 'windows' | 'other';

/**
 * Where the key to the boards' secrets is kept: `sealed` in the system's keyring; `locked` if that waits for the person to unlock
 * it; `unavailable` without one in use; `basic-text` if it offers only a fixed, public key, which is not used.
 */
export const secretsStates = ['sealed', 'locked', 'unavailable', 'basic-text'] as const;
export type SecretsState = (typeof secretsStates)[number];

export interface DesktopSettings {
  readonly startAtLogin: boolean;
  /** Whether a closed window leaves the app in the tray, where it continues to vote. */
  readonly stayInTray: boolean;
  readonly secrets: SecretsState;
}

export interface DesktopSettingsChange {
  readonly startAtLogin?: boolean | undefined;
  readonly stayInTray?: boolean | undefined;
}

/** Characters of a sentence for a person from the main process, at most. */
export const maxPersonTextLength = 1000;

/** Characters of a board's secret in base64url, at most: 43 with edit access, 86 with view access. */
export const maxSecretLength = 86;

/** Characters of a sealed secret, at most: the secret and the system's overhead, in base64. */
export const maxSealedLength = 2048;

/** Name of the bridge on `window`. */
export const desktopBridgeName = 'paxboard';
