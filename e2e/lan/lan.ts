/**
 * A separate network: a switch and some machines, each a network namespace with one address, made for a test and removed
 * after it. It does not touch the interfaces of the test's machine.
 *
 * Linux and root only: `ip-netns(8)`, `ip-link(8)`, `bridge(8)`.
 */

import { execFileSync, spawnSync } from 'node:child_process';

/** Addresses are 10.77.0.1 and up. The switch is their default route, because Chromium gathers no addresses without one. */
const network = '10.77.0';
const switchAddress = `${network}.254`;

export class Lan {
  readonly #prefix = `pxb${process.pid}`;
  readonly #machines = new Map<string, Machine>();
  #lastAddress = 0;

  /** @throws Error if the kernel or the rights do not allow it; {@link whyNoLan} checks that in advance. */
  constructor() {
    this.#sweep();
    const { switchName } = this;
    ip('netns', 'add', switchName);
    ip('-n', switchName, 'link', 'add', 'br0', 'type', 'bridge');
    ip('-n', switchName, 'address', 'add', `${switchAddress}/24`, 'dev', 'br0');
    ip('-n', switchName, 'link', 'set', 'br0', 'up');
  }

  get switchName(): string {
    return `${this.#prefix}-switch`;
  }

  /** Adds a machine to the network. @param name at most five characters. */
  machine(name: string, options: { readonly defaultRoute?: boolean } = {}): Machine {
    this.#lastAddress += 1;
    const machine = new Machine(this, `${this.#prefix}-${name}`, `p${name}`);
    this.#machines.set(name, machine);
    machine.plugIn(`${network}.${this.#lastAddress}`, options.defaultRoute ?? true);
    return machine;
  }

  /** An unused address. */
  freeAddress(): string {
    this.#lastAddress += 1;
    return `${network}.${this.#lastAddress}`;
  }

  /** Removes the network. The processes on its machines should have ended. */
  remove(): void {
    this.#sweep();
  }

  #sweep(): void {
    const names = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' }).split('\n');
    for (const line of names) {
      const [name = ''] = line.split(' ');
      if (name.startsWith(`${this.#prefix}-`)) ip('netns', 'delete', name);
    }
  }
}

export class Machine {
  /** The name of its network namespace. */
  readonly name: string;
  readonly #lan: Lan;
  readonly #port: string;
  #address = '';

  constructor(lan: Lan, name: string, port: string) {
    this.#lan = lan;
    this.name = name;
    this.#port = port;
  }

  get address(): string {
    return this.#address;
  }

  plugIn(address: string, defaultRoute: boolean): void {
    const { switchName } = this.#lan;
    ip('netns', 'add', this.name);
    ip('-n', this.name, 'link', 'set', 'lo', 'up');
    ip(
      'link',
      'add',
      'eth0',
      'netns',
      this.name,
      'type',
      'veth',
      'peer',
      'name',
      this.#port,
      'netns',
      switchName,
    );
    ip('-n', switchName, 'link', 'set', this.#port, 'master', 'br0', 'up');
    ip('-n', this.name, 'link', 'set', 'eth0', 'up');
    this.#assignAddress(address);
    if (defaultRoute) ip('-n', this.name, 'route', 'add', 'default', 'via', switchAddress);
  }

  /** Pulls the cable at the switch: the machine's interface stays up and receives nothing. */
  unplug(): void {
    ip('-n', this.#lan.switchName, 'link', 'set', this.#port, 'nomaster');
  }

  plugInAgain(): void {
    ip('-n', this.#lan.switchName, 'link', 'set', this.#port, 'master', 'br0');
  }

  /** Changes the address, as the end of a lease or another access point does. */
  changeAddress(): void {
    ip('-n', this.name, 'address', 'delete', `${this.#address}/24`, 'dev', 'eth0');
    this.#assignAddress(this.#lan.freeAddress());
    ip('-n', this.name, 'route', 'replace', 'default', 'via', switchAddress);
  }

  /** Drops all packets between the two machines; both still reach all others. */
  cutFrom(other: Machine): void {
    for (const [from, to] of [
      [this, other],
      [other, this],
    ] as const) {
      ip('-n', from.name, 'route', 'add', 'blackhole', `${to.address}/32`);
    }
  }

  reconnectTo(other: Machine): void {
    for (const [from, to] of [
      [this, other],
      [other, this],
    ] as const) {
      ip('-n', from.name, 'route', 'delete', 'blackhole', `${to.address}/32`);
    }
  }

  #assignAddress(address: string): void {
    ip('-n', this.name, 'address', 'add', `${address}/24`, 'dev', 'eth0');
    this.#address = address;
  }
}

/** The reason why such a network cannot be made; undefined if it can. */
export function whyNoLan(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces need Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  const probe = `pxb${process.pid}-probe`;
  const made = spawnSync('ip', ['netns', 'add', probe], { encoding: 'utf8' });
  if (made.error !== undefined) return 'the program "ip" (iproute2) is missing';
  if (made.status !== 0) return `the kernel makes no network namespace: ${made.stderr.trim()}`;
  const bridge = spawnSync('ip', ['-n', probe, 'link', 'add', 'br0', 'type', 'bridge'], { encoding: 'utf8' });
  const veth = spawnSync('ip', ['-n', probe, 'link', 'add', 'v0', 'type', 'veth', 'peer', 'name', 'v1'], {
    encoding: 'utf8',
  });
  spawnSync('ip', ['netns', 'delete', probe]);
  if (bridge.status !== 0) return `the kernel has no bridges: ${bridge.stderr.trim()}`;
  if (veth.status !== 0) return `the kernel has no veth pairs: ${veth.stderr.trim()}`;
  return undefined;
}

/** The reason why links cannot be made slow and lossy; undefined if they can. */
export function whyNoNetem(machine: Machine): string | undefined {
  const set = [
    '-n',
    machine.name,
    'qdisc',
    'add',
    'dev',
    'eth0',
    'root',
    'netem',
    'delay',
    '50ms',
    'loss',
    '5%',
  ];
  const result = spawnSync('tc', set, { encoding: 'utf8' });
  if (result.error !== undefined) return 'the program "tc" (iproute2) is missing';
  return result.status === 0 ? undefined : `the kernel has no netem: ${result.stderr.trim()}`;
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
