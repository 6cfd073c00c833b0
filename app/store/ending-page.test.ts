/** The end of a page at any moment between an own change and its place in the durable log. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandsOf } from '#shared/paxos/model/entry.ts';
import { noSlot, slot } from '#shared/paxos/model/ids.ts';
import { anySeals } from '#shared/paxos/testing/groups.ts';
import { Outbox, type OutboxChange } from '#shared/replica/outbox/outbox.ts';
import { ReplicaStore } from './replica/replica-store.ts';
import { FakePageStorage, freshIndexedDB, storeOptions } from './testing/databases.ts';
import { UnsavedCommands } from './unsaved-commands.ts';

/** A device over several pages: database and page storage outlive each page. */
class Device {
  readonly #indexedDB = freshIndexedDB();
  readonly #pageStorage = new FakePageStorage();
  /** The last own command that is decided in the durable log; the log itself does not matter here. */
  #durablyDecided = 0;
  #slot = noSlot;
  readonly submitted: number[] = [];

  async openPage(): Promise<Page> {
    const unsaved = new UnsavedCommands(() => this.#pageStorage, 'b');
    return new Page(this, await ReplicaStore.open('b', storeOptions(this.#indexedDB, true, unsaved)));
  }

  nextSlot(): number {
    this.#slot = slot(this.#slot + 1);
    return this.#slot;
  }

  isDurablyDecided(sequence: number): boolean {
    return sequence <= this.#durablyDecided;
  }

  becomesDurable(decided: number): void {
    this.#durablyDecided = Math.max(this.#durablyDecided, decided);
  }
}

class Page {
  readonly #device: Device;
  readonly #store: ReplicaStore;
  readonly #outbox: Outbox;
  #decided = { sequence: 0, slot: noSlot };
  #transaction: { readonly change: OutboxChange; readonly decided: number } | undefined;

  constructor(device: Device, store: ReplicaStore) {
    this.#device = device;
    this.#store = store;
    this.#outbox = new Outbox(store.opened.replica, store.opened);
  }

  get pending(): readonly number[] {
    const { outbox, unsaved } = this.#store.opened;
    return [...commandsOf([...outbox, ...unsaved.groups]), ...unsaved.commands].map(
      ({ sequence }) => sequence,
    );
  }

  readonly actions = {
    submit: () => {
      const submitted = this.#outbox.append(Uint8Array.of(1));
      if (submitted.ok) this.#device.submitted.push(submitted.sequence);
    },
    seal: () => anySeals.seal(this.#outbox.takeUnsealed(), (groups) => this.#outbox.sealed(groups)),
    /** Others decide the earliest group; this device may not have stored it. */
    decide: () => {
      const [group] = this.#outbox.groups;
      if (group === undefined) return;
      const sequence = group.first + group.bodies.length - 1;
      this.#decided = { sequence, slot: slot(this.#device.nextSlot()) };
      this.#outbox.applied(sequence, this.#decided.slot);
    },
    begin: () => {
      if (this.#transaction !== undefined) return;
      const { sequence: decided, slot: through } = this.#decided;
      this.#transaction = { change: this.#outbox.take(through), decided };
    },
    commit: async () => {
      if (this.#transaction === undefined) return;
      const { change, decided } = this.#transaction;
      await this.#store.commit({ writes: [], outbox: change });
      this.#transaction = undefined;
      this.#device.becomesDurable(decided);
      this.#outbox.stored(change);
    },
  };

  /** A transaction in progress is lost. */
  end(): void {
    this.#store.keepUnsaved(this.#outbox.holdBack());
    this.#store.close();
  }
}

const action = fc.constantFrom('submit', 'seal', 'decide', 'begin', 'commit');

test('the next page has every own change that is not in the durable log, whenever the page ends', async () => {
  const pages = fc.array(fc.array(action, { maxLength: 25 }), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(pages, async (scripts) => {
      const device = new Device();
      for (const script of scripts) {
        const page = await device.openPage();
        for (const name of script) await page.actions[name as keyof Page['actions']]();
        page.end();
        const next = await device.openPage();
        const has = new Set(next.pending);
        expect(
          device.submitted.filter((sequence) => !has.has(sequence) && !device.isDurablyDecided(sequence)),
        ).toEqual([]);
      }
    }),
    { numRuns: 100 },
  );
});
