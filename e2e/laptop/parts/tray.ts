/**
 * The tray of a desktop: a StatusNotifierWatcher on the session bus, with which the app registers its icon, and the actions of a
 * person on that icon. https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/
 */

import { until } from '../../processes/until.ts';
import type { Destination } from './bus.ts';
import type { LoginSession } from './login-session.ts';

const service = 'org.kde.StatusNotifierWatcher';
const watcher = { service, path: '/StatusNotifierWatcher' };
const mock = 'org.freedesktop.DBus.Mock';
const itemName = 'org.kde.StatusNotifierItem';
const getProperty = 'org.freedesktop.DBus.Properties.Get';
const menuInterface = 'com.canonical.dbusmenu';

export class Tray {
  readonly #login: LoginSession;

  private constructor(login: LoginSession) {
    this.#login = login;
  }

  static async start(login: LoginSession): Promise<Tray> {
    const { session } = login;
    await login.mock(session, service, '--session', service, watcher.path, service);
    await session.call(watcher, `${mock}.AddMethod`, service, 'RegisterStatusNotifierItem', 's', '', '');
    const properties = "{'IsStatusNotifierHostRegistered': <true>, 'ProtocolVersion': <0>}";
    await session.call(watcher, `${mock}.AddProperties`, service, properties);
    return new Tray(login);
  }

  /** Whether the app shows an icon. */
  async hasIcon(): Promise<boolean> {
    return (await this.#icons()).length > 0;
  }

  /** A click on the icon. */
  async click(): Promise<void> {
    await this.#login.session.call(await this.#icon(), `${itemName}.Activate`, '0', '0');
  }

  /** Chooses an item of the icon's menu. @throws Error if there is none with this label. */
  async choose(label: string): Promise<void> {
    const menu = { ...(await this.#icon()), path: await this.#menuPath() };
    const layout = await this.#login.session.call(menu, `${menuInterface}.GetLayout`, '0', '1', '@as []');
    const id = new RegExp(`\\((\\d+), \\{[^}]*'label': <'${label}'>`).exec(layout)?.[1];
    if (id === undefined) throw new Error(`no "${label}" in ${layout}`);
    await this.#login.session.call(menu, `${menuInterface}.Event`, id, 'clicked', '<0>', 'uint32 0');
  }

  async #menuPath(): Promise<string> {
    const answer = await this.#login.session.call(await this.#icon(), getProperty, itemName, 'Menu');
    const path = /objectpath '([^']+)'/.exec(answer)?.[1];
    if (path === undefined) throw new Error(`the icon has no menu: ${answer}`);
    return path;
  }

  async #icon(): Promise<Destination> {
    return until('an icon in the tray', async () => (await this.#icons())[0]);
  }

  /** The registered icons that still exist. Chromium gives the name of its connection, which outlives an icon. */
  async #icons(): Promise<readonly Destination[]> {
    const { session } = this.#login;
    const calls = await session.call(watcher, `${mock}.GetMethodCalls`, 'RegisterStatusNotifierItem');
    const present = await session.names();
    const icons = [...new Set([...calls.matchAll(/<'([^']+)'>/g)].flatMap(([, name]) => name ?? []))]
      .filter((name) => present.includes(name))
      .map((name) => ({ service: name, path: '/StatusNotifierItem' }));
    const areShown = await Promise.all(
      icons.map((icon) =>
        session.call(icon, getProperty, itemName, 'Id').then(
          () => true,
          () => false,
        ),
      ),
    );
    return icons.filter((_, at) => areShown[at]);
  }
}
