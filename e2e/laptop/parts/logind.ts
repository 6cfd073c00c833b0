/** systemd-logind on the system bus, mocked by python-dbusmock: announces sleep and shutdown, and holds the inhibitor locks. */

import { until } from '../../processes/until.ts';
import type { LoginSession } from './login-session.ts';

const service = 'org.freedesktop.login1';
const object = { service, path: '/org/freedesktop/login1' };
const manager = `${service}.Manager`;

/** Longer than the machine waits for such a lock by default (`InhibitDelayMaxSec` of logind.conf), milliseconds. */
const delayMilliseconds = 5000;

export type Ending = 'sleep' | 'shutdown';

export class Logind {
  readonly #login: LoginSession;

  private constructor(login: LoginSession) {
    this.#login = login;
  }

  static async start(login: LoginSession): Promise<Logind> {
    await login.mock(login.system, service, '--template', 'logind');
    return new Logind(login);
  }

  /** Whether programs delay this with a lock. */
  async isDelayed(ending: Ending): Promise<boolean> {
    const locks = await this.#login.system.call(object, `${manager}.ListInhibitors`);
    return locks.includes(`('${ending}', `);
  }

  /**
   * The machine is about to sleep or to shut down, and does so when no lock delays it.
   *
   * @returns the delay, milliseconds.
   * @throws Error if a lock is held longer than the machine waits.
   */
  async prepareFor(ending: Ending): Promise<number> {
    await until(`a lock that delays ${ending}`, async () => (await this.isDelayed(ending)) || undefined);
    const begun = performance.now();
    await this.#announce(ending, true);
    await until('no lock', async () => !(await this.isDelayed(ending)) || undefined, delayMilliseconds);
    return performance.now() - begun;
  }

  /** The machine wakes up. */
  async wake(): Promise<void> {
    await this.#announce('sleep', false);
  }

  async #announce(ending: Ending, begins: boolean): Promise<void> {
    const signal = ending === 'sleep' ? 'PrepareForSleep' : 'PrepareForShutdown';
    const args = [manager, signal, 'b', `[<${begins}>]`];
    await this.#login.system.call(object, 'org.freedesktop.DBus.Mock.EmitSignal', ...args);
  }
}
