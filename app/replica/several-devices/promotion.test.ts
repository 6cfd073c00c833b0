import { describe, expect, it } from 'vitest';
import { ReplicaStore } from '#app/store/replica/replica-store.ts';
import { freshIndexedDB, storeOptions } from '#app/store/testing/databases.ts';
import { anySeals } from '#shared/paxos/testing/groups.ts';
import { numbersFrom } from '#shared/testing/random.ts';
import { BoardReplica } from '../board-replica.ts';
import { MemoryNetwork } from '../testing/memory-network.ts';
import { asBytes, ManualTicker, Recording, settle } from '../testing/recording.ts';

/** 5 s: two for the link to settle, one until the policy runs, and the time of the change itself. */
const maxTicks = 100;

class Devices {
  readonly #network = new MemoryNetwork();
  readonly #devices: { readonly replica: BoardReplica; readonly ticker: ManualTicker }[] = [];

  async add(seed: number): Promise<void> {
    const real = await ReplicaStore.open('b', storeOptions(freshIndexedDB(), this.#devices.length === 0));
    const { opened } = real;
    const ticker = new ManualTicker();
    const listener = new Recording();
    listener.self = opened.replica;
    // This test reads nothing back.
    const store = {
      opened,
      commit: async () => undefined,
      keepUnsaved: () => undefined,
      close: () => real.close(),
      onGone: () => undefined,
    };
    const transport = this.#network.transport(opened.replica);
    const replica = new BoardReplica({
      store,
      transport,
      standing: { access: 'edit' },
      seals: anySeals,
      ticker,
      random: numbersFrom(seed),
      wait: () => Promise.resolve(),
    });
    this.#devices.push({ replica, ticker });
    replica.start(listener);
    await this.#deliver();
  }

  get voters(): number {
    return this.#founder.status()?.configuration?.voters.length ?? 0;
  }

  submit(): Promise<void> {
    this.#founder.submit(asBytes('x'));
    return this.#deliver();
  }

  async tick(): Promise<void> {
    for (const { ticker } of this.#devices) ticker.tick();
    await this.#deliver();
  }

  get #founder(): BoardReplica {
    const [first] = this.#devices;
    if (first === undefined) throw new Error('nobody is there');
    return first.replica;
  }

  async #deliver(): Promise<void> {
    for (let quiet = 0; quiet < 2; ) {
      await settle(1);
      quiet = this.#network.deliver() ? 0 : quiet + 1;
    }
  }
}

describe('two newcomers', () => {
  it.each([2, 6])('get votes while %i commands are decided per tick', async (perTick) => {
    for (let seed = 1; seed <= 3; seed += 1) {
      const devices = new Devices();
      await devices.add(seed * 77);
      for (let ticks = 0; ticks < 30; ticks += 1) await devices.tick();
      await devices.add(seed * 100 + 1);
      await devices.add(seed * 100 + 2);
      let ticks = 0;
      for (; ticks < maxTicks && devices.voters < 3; ticks += 1) {
        await devices.tick();
        for (let count = 0; count < perTick; count += 1) await devices.submit();
      }
      expect(devices.voters).toBe(3);
    }
  });
});
