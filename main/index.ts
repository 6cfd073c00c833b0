/**
 * Electron's main process: one window and one host. Parts that can run in plain Node are in other files.
 *
 * Everything that must precede the app's readiness runs synchronously: the top level must not wait.
 */

import { join } from 'node:path';
import { app, dialog } from 'electron';
import { DesktopApp } from './desktop-app.ts';
import { confirmRetryOfProfile, type ProfileQuestion } from './dialogs.ts';
import { registerAppScheme } from './page/app-scheme.ts';
import { type CommandLine, readCommandLine } from './start/command-line.ts';
import { disabledFeatures } from './start/features.ts';
import { isOfNewerChromium } from './start/profile/profile-engine.ts';
import { profileProblem } from './start/profile/profile-folder.ts';
import { failure, newerProfile, unusableProfile } from './texts.ts';

app.commandLine.appendSwitch(
  'disable-features',
  disabledFeatures(app.commandLine.getSwitchValue('disable-features')),
);
registerAppScheme();

const commandLine = commandLineOrExit();
if (commandLine !== undefined) begin(commandLine);

function begin(given: CommandLine): void {
  if (given.profile !== undefined) {
    // The lock of the single instance is in this folder as well.
    app.setPath('userData', join(app.getPath('userData'), 'profiles', given.profile));
  }
  const folder = app.getPath('userData');
  if (profileProblem(folder) !== undefined) {
    app.whenReady().then(askAboutProfile).catch(fail);
    return;
  }
  const paxboard = new DesktopApp(given);
  // On macOS these events arrive before the app is ready.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    paxboard.opened(['', url], process.cwd());
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    paxboard.opened(['', file], process.cwd());
  });
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  paxboard.opened(process.argv, process.cwd());
  app.on('second-instance', (_, args, workingFolder) => {
    paxboard.opened(args, workingFolder);
    paxboard.show();
  });
  app
    .whenReady()
    .then(() => (isOfNewerChromium(folder, process.versions.chrome) ? askAboutProfile() : paxboard.start()))
    .catch(fail);
}

/** @returns why no page may open in the profile; undefined if one may. */
function profileQuestion(folder: string): ProfileQuestion | undefined {
  const reason = profileProblem(folder);
  if (reason !== undefined)
    return { title: unusableProfile.title, detail: unusableProfile.text({ reason, folder }) };
  if (!isOfNewerChromium(folder, process.versions.chrome)) return undefined;
  return { title: newerProfile.title, detail: newerProfile.text({ folder }) };
}

/** Asks until the folder is usable or the person quits. The app restarts, because Chromium has opened the unusable folder. */
async function askAboutProfile(): Promise<void> {
  const folder = app.getPath('userData');
  for (let why = profileQuestion(folder); why !== undefined; why = profileQuestion(folder)) {
    process.stderr.write(`${why.title}: ${why.detail}\n`);
    if (!(await confirmRetryOfProfile(why))) return app.exit(1);
  }
  app.relaunch();
  app.exit(0);
}

function commandLineOrExit(): CommandLine | undefined {
  try {
    return readCommandLine(process.argv);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    process.stderr.write(`${error.message}\n`);
    app.exit(2);
    return undefined;
  }
}

function fail(error: unknown): void {
  const why = error instanceof Error ? error.message : String(error);
  dialog.showErrorBox(failure.title, failure.text({ reason: why }));
  app.exit(1);
}
