/** Menus and the tray, as data. */

import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { noted } from './calls.ts';

interface Item extends Omit<Electron.MenuItemConstructorOptions, 'submenu' | 'click'> {
  readonly submenu?: Menu;
  click(): void;
}

export class Menu {
  static #application: Menu | null = null;
  readonly items: readonly Item[];

  constructor(items: readonly Item[]) {
    this.items = items;
  }

  static buildFromTemplate(template: readonly Electron.MenuItemConstructorOptions[]): Menu {
    return new Menu(
      template.map(({ submenu, click, ...rest }) => ({
        ...rest,
        ...(Array.isArray(submenu) ? { submenu: Menu.buildFromTemplate(submenu) } : {}),
        click: () => {
          if (click !== undefined) Reflect.apply(click, undefined, []);
        },
      })),
    );
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  getMenuItemById(id: string): Item | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
}

export class Tray extends EventEmitter {
  readonly setToolTip = noted('tray.setToolTip', undefined);
  readonly setContextMenu = noted('tray.setContextMenu', undefined);
  readonly destroy = noted('tray.destroy', undefined);
}
