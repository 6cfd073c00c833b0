/** A private D-Bus daemon with the services of a test only: it starts none on demand. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../../processes/until.ts';

const run = promisify(execFile);

/** Without folders of services: a missing keyring must not be started because the machine has one installed. */
const configuration = (folder: string) => `<busconfig>
  <type>session</type>
  <listen>unix:dir=${folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

export interface Destination {
  /** The name on the bus. */
  readonly service: string;
  readonly path: string;
}

export class Bus {
  readonly address: string;
  readonly #daemon: ChildProcess;

  private constructor(daemon: ChildProcess, address: string) {
    this.#daemon = daemon;
    this.address = address;
  }

  /** @param folder keeps its socket: 80 characters at most. @throws Error if it does not start. */
  static async start(folder: string): Promise<Bus> {
    const file = join(folder, 'bus.conf');
    writeFileSync(file, configuration(folder));
    const daemon = spawn('dbus-daemon', [`--config-file=${file}`, '--nofork', '--print-address=1'], {
      // It complains about limits that it cannot raise.
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const failed = once(daemon, 'exit').then(() => {
      throw new Error('dbus-daemon ends at once');
    });
    const [line] = await Promise.race([once(daemon.stdout, 'data'), failed]);
    failed.catch(() => undefined);
    return new Bus(daemon, String(line).trim());
  }

  /**
   * Calls a method.
   *
   * @param method with its interface.
   * @param args in GVariant's text format. https://docs.gtk.org/glib/gvariant-text-format.html
   * @returns the answer in that format.
   */
  async call({ service, path }: Destination, method: string, ...args: readonly string[]): Promise<string> {
    const target = ['--address', this.address, '--dest', service, '--object-path', path];
    const { stdout } = await run('gdbus', ['call', ...target, '--method', method, '--', ...args]);
    return stdout.trim();
  }

  /** The services that are on the bus. */
  async names(): Promise<readonly string[]> {
    const daemon = { service: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' };
    const answer = await this.call(daemon, 'org.freedesktop.DBus.ListNames');
    return [...answer.matchAll(/'([^']+)'/g)].flatMap(([, name]) => name ?? []);
  }

  /** Waits until a service is on the bus. */
  async waitFor(service: string): Promise<void> {
    await until(`${service} on the bus`, async () => (await this.names()).includes(service) || undefined);
  }

  stop(): void {
    this.#daemon.kill();
  }
}
