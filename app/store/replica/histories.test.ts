import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DurableState, Write } from '#shared/paxos/effects.ts';
import { noBallot } from '#shared/paxos/model/ballot.ts';
import type { Group } from '#shared/paxos/model/entry.ts';
import { noSlot, type Slot, slot, type WriteNumber } from '#shared/paxos/model/ids.ts';
import { defaultLimits } from '#shared/paxos/model/limits.ts';
import { freshIndexedDB, tamper } from '../testing/databases.ts';
import { accepted, alice, commandsOf, image, open } from '../testing/writes.ts';
import { readContents } from './layout.ts';
import { readAll } from './read-all.ts';

test('a store holds the sum of the committed writes, for arbitrary writes', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory, async (groups) => {
      const indexedDB = freshIndexedDB();
      let expected = emptyState;
      for (const { writes, reopen } of groups) {
        const store = await open(indexedDB);
        await store.commit({ writes });
        for (const each of writes) expected = applied(expected, each);
        if (reopen) expect((await open(indexedDB)).opened.state ?? emptyState).toEqual(expected);
      }
      expect((await open(indexedDB)).opened.state ?? emptyState).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

/** Of each second snapshot, more than one chunk. */
const largeBytes = 1.5 * defaultLimits.storedChunkBytes;

/** Rewrites a database as a version with the layout `format` would have written it. */
async function rewrite(indexedDB: IDBFactory, format: 3 | 4): Promise<void> {
  let entries: Promise<readonly (readonly [IDBValidKey, unknown])[]> = Promise.resolve([]);
  await tamper(indexedDB, 'b', (objects) => {
    entries = readAll(objects);
  });
  const contents = readContents(await entries);
  await tamper(indexedDB, 'b', (objects) => {
    objects.put({ ...contents?.identity, format }, 'identity');
    objects.delete('protocol');
    if (format === 3) objects.delete('incarnation');
    objects.delete(IDBKeyRange.bound(['chunk'], ['chunk', []]));
    const snapshot = contents?.state?.snapshot;
    if (snapshot !== undefined) objects.put(snapshot, 'snapshot');
  });
}

test.each([3, 4] as const)(
  'a board of format %i goes on like any other, for arbitrary writes',
  async (format) => {
    await fc.assert(
      fc.asyncProperty(anyHistory, fc.nat(5), async (groups, at) => {
        const indexedDB = freshIndexedDB();
        (await open(indexedDB)).close();
        let expected = emptyState;
        const pending: Group[] = [];
        for (const [position, { writes, reopen }] of groups.entries()) {
          if (position === at) await rewrite(indexedDB, format);
          const store = await open(indexedDB);
          const large = writes.map((each, index) =>
            each.snapshot !== undefined && index % 2 === 1
              ? { ...each, snapshot: image(each.snapshot.through, largeBytes) }
              : each,
          );
          const append = commandsOf(store, 2);
          await store.commit({ writes: large, outbox: { append, remove: [] } });
          store.close();
          for (const each of large) expected = applied(expected, each);
          expect(append[0]?.first).toBeGreaterThan(pending.at(-1)?.first ?? 0);
          pending.push(...append);
          if (reopen) (await open(indexedDB)).close();
        }
        const { opened } = await open(indexedDB);
        expect(opened.state ?? emptyState).toEqual(expected);
        expect(opened.outbox).toEqual(pending);
      }),
      { numRuns: 30 },
    );
  },
);

const emptyState: DurableState = {
  generation: 0,
  promised: noBallot,
  decidedThrough: noSlot,
  compactedThrough: noSlot,
  records: [],
};
/** A plain model of a write. */
function applied(state: DurableState, change: Write): DurableState {
  const records = new Map(state.records.map((record) => [record.slot, record]));
  for (const record of change.records) records.set(record.slot, record);
  const compactedThrough = change.compactedThrough ?? state.compactedThrough;
  const snapshot = change.snapshot ?? state.snapshot;
  return {
    generation: change.generation,
    promised: change.promised ?? state.promised,
    decidedThrough: change.decidedThrough ?? state.decidedThrough,
    ...(snapshot === undefined ? {} : { snapshot }),
    compactedThrough,
    records: [...records.values()]
      .filter((record) => record.slot > compactedThrough)
      .sort((a, b) => a.slot - b.slot),
  };
}

/** Histories of writes as an engine makes them: promises rise, accepts are at or below them, decisions grow. */
const anyHistory = fc
  .array(
    fc.record({
      reopen: fc.boolean(),
      writes: fc.array(
        fc.record({
          raise: fc.boolean(),
          accept: fc.array(fc.nat(12), { maxLength: 4 }),
          decide: fc.nat(3),
          compact: fc.boolean(),
          keep: fc.nat(2),
        }),
        { maxLength: 4 },
      ),
    }),
    { maxLength: 6 },
  )
  .map((groups) => {
    let round = 0;
    let number = 0;
    let through = 0;
    let compacted = 0;
    const held = new Set<number>();
    return groups.map(({ writes, reopen }) => ({
      reopen,
      writes: writes.map(({ raise, accept, decide, compact, keep }): Write => {
        if (raise) round += 1;
        const slots = round === 0 ? [] : accept.map((ahead) => through + 1 + ahead);
        for (const position of slots) held.add(position);
        for (let step = 0; step < decide && held.has(through + 1); step += 1) through += 1;
        if (compact) compacted = Math.max(compacted, through - keep);
        number += 1;
        return {
          number: number as WriteNumber,
          generation: 1 + round,
          records: slots.map((position) => accepted(position, round)),
          ...(raise ? { promised: { epoch: noSlot, round, replica: alice } } : {}),
          ...(decide > 0 || compact ? { decidedThrough: slot(through) as Slot } : {}),
          ...(compact && through > 0 ? { snapshot: image(through), compactedThrough: slot(compacted) } : {}),
        };
      }),
    }));
  });
