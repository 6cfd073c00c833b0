import { beforeEach, expect, it } from 'vitest';
import type { ElementPatch } from '#shared/board/commands.ts';
import type { EarlierSteps, Steps } from './history.ts';
import type { StoredUndo } from './stored-undo.ts';
import { keepDelay, UndoKeeper } from './undo-keeper.ts';

/** A device: its storage outlives its pages. Writes to its database last until `settle`. */
class Device {
  stored: unknown;
  left: unknown;
  writes: (() => void)[] = [];

  /** All writes that have begun succeed. */
  async settle(): Promise<void> {
    for (const write of this.writes.splice(0)) write();
    await Promise.resolve();
  }

  /** A page ends, with the writes that have begun: none of them succeeds. */
  end(page: Page): void {
    page.keeper.ends();
    this.writes = [];
  }
}

class Page {
  readonly keeper: UndoKeeper;
  readonly timers: { readonly at: number; readonly run: () => void }[] = [];
  /** Ids of the elements that this person created, one in each step. */
  ids: readonly string[] = [];
  /** Until they are read. */
  earlier: EarlierSteps | undefined;
  #now = 0;

  constructor(device: Device) {
    this.keeper = new UndoKeeper({
      storage: {
        stored: device.stored,
        left: device.left,
        keep: (undo) =>
          new Promise((resolve) => {
            const copy = structuredClone(undo);
            device.writes.push(() => {
              device.stored = copy;
              resolve();
            });
          }),
        leave: (undo: StoredUndo | undefined) => {
          device.left = structuredClone(undo);
        },
      },
      clock: {
        now: () => this.#now,
        after: (ms, run) => {
          const timer = { at: this.#now + ms, run };
          this.timers.push(timer);
          return () => void this.timers.splice(this.timers.indexOf(timer), 1);
        },
      },
      elements: {
        restoreLater: (earlier) => {
          this.earlier = earlier;
        },
        restore: ({ undo }) => {
          this.ids = undo.flat().map(({ did }) => did.id);
        },
        steps: () => ({ undo: this.ids.map((id) => [creation(id)]), redo: [] }) satisfies Steps<ElementPatch>,
      },
      tasks: {
        restoreLater: () => undefined,
        restore: () => undefined,
        steps: () => ({ undo: [], redo: [] }),
      },
    });
  }

  /** As at the first use of a step. */
  read(): this {
    this.earlier?.read();
    return this;
  }

  creates(id: string): void {
    this.read();
    this.ids = [...this.ids, id];
    this.keeper.changed();
  }

  pass(ms: number): void {
    this.#now += ms;
    for (const { at, run } of [...this.timers]) if (at <= this.#now) run();
  }
}

const creation = (id: string) => ({
  did: { id, create: true as const, set: { isDeleted: false } },
  back: { id, set: { isDeleted: true } },
});

let device: Device;

beforeEach(() => {
  device = new Device();
});

it('keeps the first step after a pause at once, and the following ones together', async () => {
  const page = new Page(device);
  page.creates('a');
  page.pass(0);
  await device.settle();
  expect(new Page(device).read().ids).toEqual(['a']);
  page.creates('b');
  page.creates('c');
  page.pass(keepDelay - 1);
  expect(device.writes).toHaveLength(0);
  page.pass(1);
  expect(device.writes).toHaveLength(1);
  await device.settle();
  expect(new Page(device).read().ids).toEqual(['a', 'b', 'c']);
});

it('leaves the steps that the database lacks when the page ends, and the next page stores them', async () => {
  const first = new Page(device);
  first.creates('a');
  first.pass(0);
  await device.settle();
  first.creates('b');
  first.pass(keepDelay);
  first.creates('c');
  device.end(first);

  // A page that ends at once leaves them for the next one.
  device.end(new Page(device));
  const page = new Page(device);
  expect(page.ids).toEqual(['a', 'b', 'c']);
  page.pass(0);
  await device.settle();
  expect(device.left).toBeUndefined();
  expect(new Page(device).read().ids).toEqual(['a', 'b', 'c']);
});

it('leaves nothing if the database has all steps', async () => {
  const page = new Page(device);
  page.creates('a');
  page.pass(0);
  await device.settle();
  device.end(page);
  expect(device.left).toBeUndefined();
});

it('ignores steps that were left before those of the database, and invalid ones', async () => {
  const first = new Page(device);
  first.creates('a');
  first.keeper.ends();
  const { left } = device;
  // The page returns.
  await device.settle();
  expect(device.left).toBeUndefined();
  first.creates('b');
  first.pass(keepDelay);
  await device.settle();
  for (const one of [left, 'none', { version: 1, count: -1 }]) {
    device.left = one;
    expect(new Page(device).read().ids).toEqual(['a', 'b']);
  }
});

it('checks the steps of the database when one is needed, and not while a board opens', async () => {
  const first = new Page(device);
  first.creates('a');
  first.pass(0);
  await device.settle();
  const page = new Page(device);
  expect(page.ids).toEqual([]);
  expect([page.earlier?.seem('undo'), page.earlier?.seem('redo')]).toEqual([true, false]);
  // A page without a change keeps them as they are.
  device.end(page);
  expect([device.writes.length, device.left]).toEqual([0, undefined]);
  expect(page.read().ids).toEqual(['a']);
  page.ids = ['a', 'b'];
  page.read();
  expect(page.ids).toEqual(['a', 'b']);
});

it.each([undefined, 'none', { version: 1 }, { elements: { undo: 'none' } }])(
  'without steps in the database, none seem to be there: %o',
  (stored) => {
    device.stored = stored;
    expect(new Page(device).earlier?.seem('undo')).toBe(false);
  },
);
