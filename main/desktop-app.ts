/** The app from its first event on: queues links and files that it was opened with until it runs. */

import { resolve } from 'node:path';
import { dialog } from 'electron';
import { RunningApp } from './running-app.ts';
import { type CommandLine, openedBy } from './start/command-line.ts';
import { inviteFromFile } from './start/invite-file.ts';
import { JoinLinks } from './start/join-links.ts';
import { inviteFile } from './texts.ts';

export class DesktopApp {
  readonly #commandLine: CommandLine;
  readonly #links = new JoinLinks();
  #running: RunningApp | undefined;

  constructor(commandLine: CommandLine) {
    this.#commandLine = commandLine;
  }

  /** Opens the link or file among `args`, relative to `folder`. May be called before {@link start}. */
  opened(args: readonly string[], folder: string): void {
    const opened = openedBy(args);
    if (opened === undefined) return;
    if (opened.type === 'link') this.#offer(opened.link);
    else void this.#openInviteFile(resolve(folder, opened.file));
  }

  /** Called once, when Electron is ready. */
  start(): void {
    this.#running = new RunningApp({
      commandLine: this.#commandLine,
      links: this.#links,
      openInviteFile: (file) => this.#openInviteFile(file),
    });
  }

  /** Focuses the window, and opens one if there is none; does nothing before the start. */
  show(): void {
    this.#running?.show();
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
}
