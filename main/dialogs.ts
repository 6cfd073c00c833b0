/** The system's dialogs of the running app; their texts are in `texts.ts`. */

import { join } from 'node:path';
import { app, dialog } from 'electron';
import { inviteFileExtension } from '#shared/invite/file.ts';
import type { SaveLogAnswer } from './ipc/ipc.ts';
import { logFiles } from './life/log.ts';
import { saveLog } from './life/save-log.ts';
import { crash, inviteFile, menu, savingLog, unloadable, unusableProfile } from './texts.ts';

/** Why no page may open in a profile. */
export interface ProfileQuestion {
  readonly title: string;
  readonly detail: string;
}

/** @returns whether to reload the page that has crashed; otherwise the app is to quit. */
export async function confirmReload(): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: crash.title,
    detail: crash.text,
    buttons: [crash.reload, crash.quit],
    cancelId: 1,
  });
  return response === 0;
}

/** @returns whether to load the page again; otherwise the app is to quit. */
export async function confirmRetry(why: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: unloadable.title,
    detail: unloadable.text({ reason: why }),
    buttons: [unloadable.again, unloadable.quit],
    cancelId: 1,
  });
  return response === 0;
}

/** @returns whether to check the profile's folder again; otherwise the app is to quit. */
export async function confirmRetryOfProfile({ title, detail }: ProfileQuestion): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: title,
    detail,
    buttons: [unusableProfile.again, unusableProfile.quit],
    cancelId: 1,
  });
  return response === 0;
}

/** @returns the path of the chosen file, if one was chosen. */
export async function chooseInviteFile(): Promise<string | undefined> {
  const filters = [{ name: inviteFile.kind, extensions: [inviteFileExtension.slice(1)] }];
  const { filePaths } = await dialog.showOpenDialog({
    title: menu.openInvite,
    properties: ['openFile'],
    filters,
  });
  return filePaths[0];
}

/** Saves a copy of the log for a report, to a file that the person chooses. @param folder the folder of the log. */
export async function saveLogAs(folder: string): Promise<SaveLogAnswer> {
  const { filePath, canceled } = await dialog.showSaveDialog({
    title: savingLog.title,
    defaultPath: join(app.getPath('documents'), logFiles.current),
    filters: [{ name: savingLog.kind, extensions: ['log'] }],
  });
  if (canceled || filePath === undefined || filePath === '') return { ok: true, saved: false };
  try {
    await saveLog(folder, filePath);
    return { ok: true, saved: true };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, why: savingLog.failed({ reason }) };
  }
}
