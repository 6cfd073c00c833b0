/** Files that the app saves. A test cannot press the system's dialog, so Electron gets the path from it. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { LaunchedApp } from '../processes/electron-app.ts';

export interface SavedFile {
  /** The name that the dialog would suggest. */
  readonly name: string;
  readonly path: string;
  readonly content: Buffer;
}

/** @param save makes the window save one file. */
export async function savedFile(
  app: LaunchedApp,
  folder: string,
  save: () => Promise<void>,
): Promise<SavedFile> {
  await app.evaluate(({ session }, into) => {
    Reflect.set(globalThis, 'saved', undefined);
    session.defaultSession.once('will-download', (_, item) => {
      const name = item.getFilename();
      item.setSavePath(`${into}/${name}`);
      item.once('done', (_done, state) => Reflect.set(globalThis, 'saved', `${state} ${name}`));
    });
  }, folder);
  await save();
  const saved = () => app.evaluate((): string => Reflect.get(globalThis, 'saved') ?? '', 0);
  await expect.poll(saved).toMatch(/^completed /);
  const name = (await saved()).replace('completed ', '');
  const path = join(folder, name);
  return { name, path, content: readFileSync(path) };
}
