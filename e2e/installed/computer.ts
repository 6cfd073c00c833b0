/** A computer on which an installer is tried: the actions of its person and of its system. Each system has an implementation. */

import type { AppProcess } from '../processes/app-process.ts';

export interface Computer {
  /** Installs without questions, also over an older version. @throws Error if that fails. */
  install(installer: string): Promise<void>;
  /** The version that the system reports. */
  version(): string | undefined;
  /** The kinds of items that the system opens with the app. */
  opens(): readonly ('links' | 'files')[];
  /** What is wrong with the installation, for each part that only this system has. */
  faults(): readonly string[];
  /** Starts the installed app with the profile of the computer's user. */
  start(): AppProcess;
  /** Whether the pages of the app are restricted by Chromium's sandbox; undefined where that cannot be read. */
  isSandboxed(app: AppProcess): boolean | undefined;
  /** As a click on an invite link in another program. */
  openLink(link: string): void;
  /** As a double click in the file manager. @param name of the file, which is created with `text`. */
  openFile(name: string, text: string): void;
  /** As docs/install.md says. */
  uninstall(): Promise<void>;
  /** What is left of the app, without the person's data. */
  remains(): readonly string[];
  /** Whether the folder that docs/install.md names contains the boards. */
  hasBoards(): boolean;
  /** Removes everything that the test created. */
  remove(): void;
}
