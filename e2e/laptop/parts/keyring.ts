/** A keyring on the bus of a login session: GNOME Keyring, unlocked or locked. */

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { LoginSession } from './login-session.ts';

const service = 'org.freedesktop.secrets';

/** The dialog that asks for the password of a keyring, in GNOME a part of the shell. */
const prompter = { service: 'org.gnome.keyring.SystemPrompter', path: '/org/gnome/keyring/Prompter' };
const prompterInterface = 'org.gnome.keyring.internal.Prompter';
const mock = 'org.freedesktop.DBus.Mock';

/** Without a switch, Chromium uses a keyring only on desktops that it knows by name. */
export const knownDesktop = { XDG_CURRENT_DESKTOP: 'GNOME' };

export class Keyring {
  readonly #daemon: ChildProcess;

  private constructor(daemon: ChildProcess) {
    this.#daemon = daemon;
  }

  /** The keys are in the home folder: a keyring that is unlocked again has them. */
  static async unlock(login: LoginSession): Promise<Keyring> {
    const args = ['--foreground', '--unlock', '--components=secrets'];
    const daemon = login.serve('gnome-keyring-daemon', args, 'the password of the login');
    await login.session.waitFor(service);
    return new Keyring(daemon);
  }

  /** A locked keyring, as after a login without a password. The person does not answer the request for the password. */
  static async lock(login: LoginSession): Promise<Keyring> {
    await login.mock(
      login.session,
      prompter.service,
      '--session',
      prompter.service,
      prompter.path,
      prompterInterface,
    );
    await login.session.call(prompter, `${mock}.AddMethod`, prompterInterface, 'BeginPrompting', 'o', '', '');
    const daemon = login.serve('gnome-keyring-daemon', ['--foreground', '--components=secrets']);
    await login.session.waitFor(service);
    return new Keyring(daemon);
  }

  async end(): Promise<void> {
    const ended = once(this.#daemon, 'exit');
    this.#daemon.kill();
    await ended;
  }
}
