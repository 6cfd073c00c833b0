import { beforeEach, describe, expect, it } from 'vitest';
import { groupOf } from '#shared/paxos/testing/groups.ts';
import { asBytes, settle } from '../testing/recording.ts';
import { decided, Setup, write } from '../testing/scripted-replica.ts';

let setup: Setup;

beforeEach(() => {
  setup = new Setup();
});

describe('writing', () => {
  it('notifies the engine once a write is durable, not before', async () => {
    setup = new Setup({ script: [{ writes: [write(1)] }] });
    setup.start();
    expect(setup.engine.of('persisted')).toEqual([]);
    await setup.store.confirm();
    expect(setup.engine.of('persisted')).toEqual([{ type: 'persisted', number: 1 }]);
  });

  it('collects writes while a transaction is in flight, and stores them together', async () => {
    setup = new Setup({ script: [{ writes: [write(1)] }] });
    setup.start();
    setup.engine.script = [{ writes: [write(2), write(3)] }, { writes: [write(4)] }];
    setup.tick();
    setup.tick();
    expect(setup.store.batches.map(({ writes }) => writes.length)).toEqual([1]);
    await setup.store.confirm();
    expect(setup.store.batches.map(({ writes }) => writes.length)).toEqual([1, 3]);
    await setup.store.confirm();
    expect(setup.engine.of('persisted').at(-1)).toEqual({ type: 'persisted', number: 4 });
    expect(setup.store.batches).toHaveLength(2);
  });

  it('keeps ticking while the storage stalls', () => {
    setup = new Setup({ script: [{ writes: [write(1)] }] });
    setup.start();
    for (let tick = 0; tick < 30; tick += 1) setup.tick();
    expect(setup.engine.of('tick')).toHaveLength(30);
  });
});

describe('commands of this device', () => {
  it('are refused on a device with view access', () => {
    setup = new Setup({ access: 'view' });
    setup.start();
    expect(setup.replica.submit(asBytes('mine'))).toEqual({ ok: false, refusal: 'viewOnly' });
  });

  it('are numbered at once, and submitted while they are being stored', async () => {
    setup.start();
    expect(setup.replica.submit(asBytes('x'))).toEqual({ ok: true, sequence: 1 });
    await settle(1);
    expect(setup.store.batches).toMatchObject([{ outbox: { append: [{ first: 1 }] } }]);
    expect(setup.engine.of('submit')).toEqual([{ type: 'submit', group: groupOf('me', 1, 'x') }]);
    await setup.store.confirm();
    expect(setup.engine.of('submit')).toHaveLength(1);
    expect(setup.replica.pendingCommands()).toHaveLength(1);
  });

  it('are in one transaction with the writes that the engine makes for them', async () => {
    setup = new Setup({ script: [{}, { writes: [write(1)] }] });
    setup.start();
    setup.replica.submit(asBytes('x'));
    await settle(1);
    expect(setup.store.batches).toMatchObject([
      { writes: [{ number: 1 }], outbox: { append: [{ first: 1 }] } },
    ]);
  });

  it("do not wait for a transaction with the engine's writes, and gather during one with commands", async () => {
    setup = new Setup({ script: [{ writes: [write(1)] }] });
    setup.start();
    setup.replica.submit(asBytes('x'));
    await settle(1);
    expect(setup.store.batches).toHaveLength(1);
    expect(setup.engine.of('submit')).toMatchObject([{ group: { first: 1 } }]);
    await setup.store.confirm();
    for (const text of ['y', 'z']) {
      setup.replica.submit(asBytes(text));
      await settle(1);
    }
    expect(setup.engine.of('submit')).toHaveLength(1);
    await setup.store.confirm();
    expect(setup.engine.of('submit')).toMatchObject([{}, { group: { first: 2, bodies: { length: 2 } } }]);
  });

  it('are submitted only once they are durable, if the page may end before', async () => {
    setup.start();
    setup.replica.submit(asBytes('x'));
    await settle(1);
    setup.replica.submit(asBytes('y'));
    const kept = setup.replica.holdBack();
    expect(kept).toMatchObject({ groups: [{ first: 1 }], commands: [{ sequence: 2 }] });
    setup.replica.submit(asBytes('z'));
    await settle(1);
    expect(setup.engine.of('submit')).toMatchObject([{ group: { first: 1 } }]);
    await setup.store.confirm();
    expect(setup.engine.of('submit')).toHaveLength(1);
    await setup.store.confirm();
    expect(setup.engine.of('submit')).toMatchObject([
      { group: { first: 1 } },
      { group: { first: 2, bodies: { length: 2 } } },
    ]);
    setup.replica.submit(asBytes('after'));
    await settle(1);
    expect(setup.engine.of('submit')).toHaveLength(3);
  });

  it('share a transaction if they are submitted together', async () => {
    setup.start();
    for (let count = 0; count < 10; count += 1) setup.replica.submit(asBytes('x'));
    await settle(1);
    expect(setup.store.batches).toHaveLength(1);
    expect(setup.store.batches[0]?.outbox?.append).toMatchObject([{ bodies: { length: 10 } }]);
  });

  it('are kept until they are decided', async () => {
    setup.start();
    setup.replica.submit(asBytes('x'));
    setup.replica.submit(asBytes('y'));
    await settle(1);
    await setup.store.confirm();
    setup.engine.script = [{ decided: [decided(1, 'me', 1), decided(2, 'bob', 2)] }];
    setup.tick();
    expect(setup.replica.pendingCommands().map(({ sequence }) => sequence)).toEqual([2]);
  });

  it('can be submitted from within the callback of a decision', async () => {
    setup.start();
    setup.recording.onDecided = () => setup.replica.submit(asBytes('answer'));
    setup.engine.script = [{ decided: [decided(1, 'bob', 1)] }];
    setup.tick();
    await settle(1);
    expect(setup.store.batches[0]?.outbox?.append).toMatchObject([{ first: 1 }]);
  });
});
