/** The menu bar of each platform, as data. */

import type { MenuItemConstructorOptions } from 'electron';
import type { DesktopPlatform } from '#shared/desktop/bridge.ts';
import { menu as texts } from '../texts.ts';

export interface MenuActions {
  about(): void;
  showSettings(): void;
  openInvite(): void;
  openDataFolder(): void;
  openLogFolder(): void;
}

/** Without undo and redo, which would act only on text fields of the page; the whiteboard handles these keys. */
export function menuTemplate(platform: DesktopPlatform, actions: MenuActions): MenuItemConstructorOptions[] {
  const isMac = platform === 'mac';
  const about: MenuItemConstructorOptions = { id: 'about', label: texts.about, click: () => actions.about() };
  const settings: MenuItemConstructorOptions = {
    id: 'settings',
    label: texts.settings,
    accelerator: 'CommandOrControl+,',
    click: () => actions.showSettings(),
  };
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const app: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      about,
      line,
      settings,
      line,
      { role: 'services' },
      line,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      line,
      { role: 'quit' },
    ],
  };
  const file: MenuItemConstructorOptions = {
    label: texts.file,
    submenu: [
      {
        id: 'open-invite',
        label: texts.openInvite,
        accelerator: 'CommandOrControl+O',
        click: () => actions.openInvite(),
      },
      line,
      { id: 'open-data-folder', label: texts.openDataFolder, click: () => actions.openDataFolder() },
      { id: 'open-log-folder', label: texts.openLogFolder, click: () => actions.openLogFolder() },
      line,
      ...(isMac ? [] : [settings, line]),
      { role: 'close' },
      ...(isMac ? [] : [{ role: 'quit' } as const]),
    ],
  };
  const edit: MenuItemConstructorOptions = {
    role: 'editMenu',
    submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
  };
  const view: MenuItemConstructorOptions = {
    label: texts.view,
    submenu: [
      { role: 'reload' },
      { role: 'toggleDevTools' },
      line,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      line,
      { role: 'togglefullscreen' },
    ],
  };
  const help: MenuItemConstructorOptions = { role: 'help', label: texts.help, submenu: [about] };
  return [...(isMac ? [app] : []), file, edit, view, { role: 'windowMenu' }, ...(isMac ? [] : [help])];
}
