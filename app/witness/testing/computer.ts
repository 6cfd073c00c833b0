/** A computer that lends its vote, for tests: its app is started, killed and started again, and its storage stays. */

import { ManualClock } from '#app/clock/testing/manual-clock.ts';
import { Device, World } from '#app/session/testing/devices.ts';
import { withDefaults } from '#app/shelf/shelf-defaults.ts';
import type { ShelfOptions } from '#app/shelf/shelf-options.ts';
import type { StoreFault } from '#app/store/errors.ts';
import { startLending } from '../lender.ts';
import type { LentState, LentVotes } from '../lent-votes.ts';

export class Computer extends Device {
  lent: LentVotes = neverStarted;
  /** The kinds of the frames that its witness received. */
  readonly received = new Set<number | undefined>();

  readonly warnings: string[] = [];
  /** Whether its app may warn. */
  isFaulty = false;
  /** Whether its databases cannot be deleted. */
  isStuck = false;
  /** The name of a database that cannot be opened. */
  broken: string | undefined;
  /** How often it could not. */
  failures = 0;
  readonly clock = new ManualClock();
  /** Has its running witness stop, because its storage failed. */
  failStorage = (_: StoreFault): void => undefined;
  /** Whether its running witness cannot be stopped in order. */
  isStubborn = false;

  override options(): ShelfOptions {
    const options = super.options();
    const { indexedDB } = withDefaults(options);
    return {
      ...options,
      clock: this.clock,
      warn: (text) => {
        this.warnings.push(text);
        if (this.broken === undefined && !this.isFaulty) options.warn?.(text);
      },
      openReplica: (store, transport, standing, keys) => {
        const replica = withDefaults(options).openReplica(store, transport, standing, keys);
        if (standing.witness !== true) return replica;
        const start = replica.start.bind(replica);
        replica.start = (listener) => {
          this.failStorage = (fault) => listener.halted({ reason: 'storage', fault });
          start(listener);
        };
        const stop = replica.stop.bind(replica);
        replica.stop = async () => {
          await stop();
          if (this.isStubborn) throw new Error('stubborn');
        };
        return replica;
      },
      indexedDB: new Proxy(indexedDB, {
        get: (target, key) => {
          if (key === 'deleteDatabase' && this.isStuck)
            return () => {
              throw new DOMException('stuck', 'UnknownError');
            };
          if (key === 'open' && this.broken !== undefined)
            return (name: string) => {
              if (name === this.broken) {
                this.failures += 1;
                throw new DOMException('broken', 'UnknownError');
              }
              return target.open(name);
            };
          const value: unknown = Reflect.get(target, key);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      }),
      connect: (mesh) => {
        const transport = withDefaults(options).connect(mesh);
        if (mesh.me.witness === undefined) return transport;
        return {
          ...transport,
          start: (listener) =>
            transport.start({
              ...listener,
              frame: (from, lane, bytes) => {
                this.received.add(bytes[0]);
                listener.frame(from, lane, bytes);
              },
            }),
        };
      },
    };
  }

  start(): void {
    this.lent = this.window();
  }

  /** A further window of its app. */
  window(): LentVotes {
    const lent = startLending(this.options());
    if (lent === undefined) throw new Error('a guest');
    return lent;
  }

  get now(): LentState | undefined {
    return this.lent.list()[0]?.now;
  }
}

const neverStarted: LentVotes = {
  list: () => [],
  subscribe: () => () => undefined,
  lend: () => Promise.reject(new Error('not started')),
  stop: () => Promise.reject(new Error('not started')),
};

/** Ada and Bob are on a board, and the computer in the shed has lent its vote and closed the board. */
export async function boardWithLentVote() {
  const world = new World();
  const [ada, bob] = [new Device(world, 'Ada'), new Device(world, 'Bob')];
  const shed = new Computer(world, 'Sue');
  shed.start();
  await ada.create('Plans');
  await world.until(() => ada.view.health.state === 'settling');
  await bob.join(ada.session.invite('edit'));
  await shed.join(ada.session.invite('edit'));
  await world.until(() => shed.view.health.state === 'settling' && shed.view.people.length === 3);
  const id = await shed.lent.lend(shed.session.invite('edit'), 'Shed');
  const lending = shed.session.members.lend(id, 'Shed');
  await world.until(() => shed.view.witnesses.length === 1);
  if ((await lending).status !== 'applied') throw new Error('the members did not agree');
  const closing = shed.close();
  await world.until(() => ada.view.witnesses[0]?.votes === true);
  await closing;
  return { world, ada, bob, shed };
}
