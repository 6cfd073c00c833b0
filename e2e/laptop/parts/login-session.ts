/** A person's login session on a machine: a home folder, a session bus, and the system bus of the machine. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Bus } from './bus.ts';

export class LoginSession {
  readonly session: Bus;
  readonly system: Bus;
  readonly home: string;
  readonly #runtime: string;
  readonly #services: ChildProcess[] = [];

  private constructor(folder: string, session: Bus, system: Bus) {
    this.session = session;
    this.system = system;
    this.home = join(folder, 'home');
    this.#runtime = join(folder, 'run');
  }

  /** @param folder must be new, and its path short: sockets are in it. */
  static async begin(folder: string): Promise<LoginSession> {
    for (const part of ['home', 'run', 'session', 'system'])
      mkdirSync(join(folder, part), { recursive: true, mode: 0o700 });
    const [session, system] = await Promise.all(
      ['session', 'system'].map((part) => Bus.start(join(folder, part))),
    );
    if (session === undefined || system === undefined) throw new Error('there are two');
    return new LoginSession(folder, session, system);
  }

  /** For its programs, in addition to those of the tests. No desktop is named: Chromium knows some by name. */
  get env(): Readonly<Record<string, string>> {
    return {
      HOME: this.home,
      XDG_CONFIG_HOME: join(this.home, '.config'),
      XDG_DATA_HOME: join(this.home, '.local/share'),
      XDG_RUNTIME_DIR: this.#runtime,
      XDG_CURRENT_DESKTOP: '',
      DESKTOP_SESSION: '',
      DBUS_SESSION_BUS_ADDRESS: this.session.address,
      DBUS_SYSTEM_BUS_ADDRESS: this.system.address,
    };
  }

  /** Mocks a service of one of its buses, by python-dbusmock. @param args of that. */
  async mock(bus: Bus, service: string, ...args: readonly string[]): Promise<void> {
    this.serve('/usr/bin/python3', ['-m', 'dbusmock', ...args]);
    await bus.waitFor(service);
  }

  /** Starts a service of the session, which ends with it. @param input is written to it. */
  serve(program: string, args: readonly string[], input = ''): ChildProcess {
    const env = { ...process.env, ...this.env };
    const child = spawn(program, args, { env, stdio: ['pipe', 'ignore', 'ignore'] });
    child.stdin?.end(input);
    this.#services.push(child);
    return child;
  }

  end(): void {
    for (const child of this.#services.splice(0).reverse()) child.kill();
    this.session.stop();
    this.system.stop();
  }
}
