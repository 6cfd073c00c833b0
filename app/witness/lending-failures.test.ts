import { beforeEach, describe, expect, test } from 'vitest';
import type { Device, World } from '#app/session/testing/devices.ts';
import { withDefaults } from '#app/shelf/shelf-defaults.ts';
import { databaseName } from '#app/store/board-database.ts';
import { formatVersion } from '#app/store/replica/layout.ts';
import { tamper } from '#app/store/testing/databases.ts';
import { lentDatabase } from './lent-records.ts';
import { boardWithLentVote, type Computer } from './testing/computer.ts';

let world: World;
let ada: Device;
let shed: Computer;

beforeEach(async () => {
  ({ world, ada, shed } = await boardWithLentVote());
});

const minute = 60_000;

/** Timers are due, and what they start ends. */
async function passMinutes(minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 1) {
    await shed.clock.advance(minute);
    await world.pass(3);
  }
}

describe('a computer that lends its vote', () => {
  test.each([
    ['cannot be opened at the start', (computer: Computer) => computer.crash()],
    ['fails while it runs', (computer: Computer) => computer.failStorage({ type: 'full' })],
  ])('whose storage %s tries again, less and less often, until it works', async (_, fail) => {
    const id = shed.lent.list()[0]?.id;
    shed.broken = databaseName('witness', shed.boardId);
    fail(shed);
    await world.pass(1);
    if (shed.now?.state !== 'stopped') shed.start();
    await world.until(() => shed.now?.state === 'stopped');
    await world.pass(40);
    await passMinutes(60);
    expect(shed.now).toEqual({ state: 'stopped', reason: 'failed' });
    expect(shed.failures).toBeGreaterThan(10);
    expect(shed.failures).toBeLessThan(40);
    shed.broken = undefined;
    await shed.clock.advance(5 * minute);
    await world.until(() => shed.now?.state === 'votes');
    expect(shed.lent.list()).toMatchObject([{ id }]);
  });

  test.each([
    ['corrupted', (objects: IDBObjectStore) => objects.delete('identity')],
    ['tooNew', (objects: IDBObjectStore) => objects.put({ format: formatVersion + 1 }, 'identity')],
    ['tooOld', (objects: IDBObjectStore) => objects.put({ format: 1 }, 'identity')],
  ] as const)('whose storage is %s does not try again', async (reason, change) => {
    shed.crash();
    shed.isFaulty = true;
    const { indexedDB } = withDefaults(shed.options());
    await tamper(indexedDB, shed.boardId, change, 'witness');
    shed.start();
    await world.until(() => shed.now?.state === 'stopped');
    expect(shed.now).toEqual({ state: 'stopped', reason });
    await passMinutes(10);
    expect(shed.now).toEqual({ state: 'stopped', reason });
    expect(shed.warnings).toHaveLength(1);
    await shed.lent.stop(shed.boardId);
    expect(shed.lent.list()).toEqual([]);
  });

  test('does not try again after its storage was found to be damaged while it ran', async () => {
    shed.failStorage({ type: 'corrupted' });
    await world.pass(3);
    expect(shed.now).toEqual({ state: 'stopped', reason: 'corrupted' });
    await passMinutes(10);
    expect(shed.now).toEqual({ state: 'stopped', reason: 'corrupted' });
  });

  test('whose list of lent votes cannot be read reads it later, and starts no vote twice', async () => {
    shed.crash();
    shed.broken = lentDatabase;
    shed.start();
    await world.pass(40);
    expect(shed.failures).toBe(1);
    expect(shed.lent.list()).toEqual([]);
    shed.broken = undefined;
    const id = await shed.lent.lend(ada.session.invite('edit'), 'Shed');
    await world.until(() => shed.now?.state === 'votes');
    await shed.clock.advance(5 * minute);
    await world.pass(40);
    expect(shed.lent.list()).toMatchObject([{ id, now: { state: 'votes' } }]);
  });
});

describe('a lent vote that has ended, and whose storage cannot be deleted', () => {
  beforeEach(async () => {
    shed.isStuck = true;
    await expect(shed.lent.stop(shed.boardId)).rejects.toThrow();
    expect(shed.now).toEqual({ state: 'stopped', reason: 'notDeleted' });
  });

  async function expectNothingKept(): Promise<void> {
    expect(shed.lent.list()).toEqual([]);
    expect(await shed.databases()).not.toContain(databaseName('witness', shed.boardId));
  }

  test('is ended again by the person', async () => {
    shed.isStuck = false;
    await shed.lent.stop(shed.boardId);
    await expectNothingKept();
  });

  test('never votes again, also after its app was started again, which deletes it as soon as it can', async () => {
    const id = shed.lent.list()[0]?.id;
    shed.crash();
    shed.isFaulty = true;
    shed.start();
    await world.until(() => shed.now?.state === 'stopped');
    await passMinutes(3);
    expect(shed.lent.list()).toMatchObject([{ id, now: { state: 'stopped', reason: 'notDeleted' } }]);
    expect(ada.view.witnesses[0]?.connected).toBe(false);
    shed.crash();
    shed.isStuck = false;
    shed.start();
    await world.pass(20);
    await expectNothingKept();
  });

  test('does not return when the computer lends its vote again: that is another vote', async () => {
    const id = shed.lent.list()[0]?.id;
    const invite = ada.session.invite('edit');
    await expect(shed.lent.lend(invite, 'Shed')).rejects.toThrow();
    shed.isStuck = false;
    expect(await shed.lent.lend(invite, 'Shed')).not.toBe(id);
    expect(shed.lent.list()).toHaveLength(1);
  });
});

describe('a further window of a computer that lends its vote', () => {
  test('runs it once the first one is gone, and not after that one ended it', async () => {
    const second = shed.window();
    const now = () => second.list()[0]?.now;
    await world.until(() => now()?.state === 'elsewhere');
    await passMinutes(1);
    expect(now()).toEqual({ state: 'elsewhere' });
    await shed.lent.stop(shed.boardId);
    await passMinutes(1);
    expect(second.list()).toEqual([]);
    expect(await shed.databases()).not.toContain(databaseName('witness', shed.boardId));
  });

  test('can run it after the storage failed in the first one, although the witness did not stop in order', async () => {
    const second = shed.window();
    await world.until(() => second.list()[0]?.now.state === 'elsewhere');
    shed.isFaulty = true;
    shed.isStubborn = true;
    shed.failStorage({ type: 'full' });
    await world.pass(3);
    await passMinutes(1);
    expect([shed.now?.state, second.list()[0]?.now.state].sort()).toEqual(['elsewhere', 'votes']);
  });
});
