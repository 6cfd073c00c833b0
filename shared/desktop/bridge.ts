/** What the desktop app offers its window as `window.paxboard`; in a browser there is none. */

import type { HostInfo } from '../signaling/host-info.ts';

/** A function whose name begins with `on` returns a function that ends it; every other one returns a promise. */
export interface DesktopBridge {
  readonly platform: DesktopPlatform;
  /**
   * The host that runs inside this app.
   *
   * @throws Error with a sentence for a person if there is none, e.g. because no port was free.
   */
  hostInfo(): Promise<HostInfo>;
  /**
   * Calls back with each invite link that the app was opened with, those from before the call included, as it came:
   * `parseInvite` says what it is worth.
   */
  onJoinLink(callback: (link: string) => void): () => void;
  /**
   * Calls back when the device is about to go (`leave`: quit, sleep, log-off), goes on after all (`stay`), or was
   * asleep (`wake`). The app waits for the promise before it goes, but not for ever.
   */
  onLifeStep(callback: (event: 'leave' | 'stay' | 'wake') => Promise<void>): () => void;
  /** Calls back when the menu's "Settings…" was chosen. */
  onShowSettings(callback: () => void): () => void;
  settings(): Promise<DesktopSettings>;
  /** @throws Error with a sentence for a person if it could not be saved. @returns how things are now. */
  changeSettings(change: DesktopSettingsChange): Promise<DesktopSettings>;
  /** How the last run of the app ended; `ended-well` from the second call on. */
  lastRun(): Promise<LastRun>;
  /** Asks where to, and saves the app's log there. @throws Error with a sentence for a person. @returns false if they cancelled. */
  saveLog(): Promise<boolean>;
  /** @returns undefined where the system has no safe place for the key; then nothing is sealed. */
  sealSecret(secret: string): Promise<string | undefined>;
  /** @returns undefined if this device cannot open it. */
  openSecret(sealed: string): Promise<string | undefined>;
}

/** `cut-short`: by a crash of the app, or because the computer went off. */
export const lastRuns = ['ended-well', 'window-crashed', 'cut-short'] as const;
export type LastRun = (typeof lastRuns)[number];

export type DesktopPlatform = 'linux' | 'mac' | 'windows' | 'other';

/**
 * Where the key to boards' secrets is: in the system's own store; nowhere, as the system has none that is in use; or
 * only in a fixed key that everybody knows, which is not used.
 */
export const secretsStates = ['sealed', 'unavailable', 'basic-text'] as const;
export type SecretsState = (typeof secretsStates)[number];

export interface DesktopSettings {
  readonly startAtLogin: boolean;
  /** A closed window leaves the app in the tray, where it goes on voting. */
  readonly stayInTray: boolean;
  readonly secrets: SecretsState;
}

export interface DesktopSettingsChange {
  readonly startAtLogin?: boolean | undefined;
  readonly stayInTray?: boolean | undefined;
}

/** Characters of a sentence for a person that main sends, at most. */
export const maxPersonTextLength = 1000;

/** Characters of a board's secret in base64url, at most: 43 of one that lets edit, 86 of one that lets view. */
export const maxSecretLength = 86;

/** Characters of a sealed secret, at most: those of the secret, what the system adds, in base64. */
export const maxSealedLength = 2048;

/** Name of the bridge on `window`. */
export const desktopBridgeName = 'paxboard';
