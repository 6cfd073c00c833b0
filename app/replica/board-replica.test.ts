import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StoreFailed, StoreFenced } from '#app/store/errors.ts';
import type { Write } from '#shared/paxos/effects.ts';
import { noBallot } from '#shared/paxos/model/ballot.ts';
import { noSlot, slot } from '#shared/paxos/model/ids.ts';
import { Author } from '#shared/paxos/testing/groups.ts';
import { encodeMessage } from '#shared/wire/frame.ts';
import { asBytes, settle } from './testing/recording.ts';
import { bob, decided, me, prepare, Setup, write } from './testing/scripted-replica.ts';

let setup: Setup;

beforeEach(() => {
  setup = new Setup();
});

describe('starting', () => {
  it('creates an engine from the stored state', () => {
    const state = {
      promised: noBallot,
      decidedThrough: noSlot,
      generation: 1,
      compactedThrough: noSlot,
      records: [],
    };
    setup = new Setup({ opened: { state, founder: true } });
    setup.start();
    expect(setup.engine.options).toMatchObject({ id: me, state, genesis: false });
  });

  it('founds the board at the first start of its founder', () => {
    setup = new Setup({ opened: { founder: true } });
    setup.start();
    expect(setup.engine.options.genesis).toBe(true);
    setup = new Setup({ opened: { founder: false } });
    setup.start();
    expect(setup.engine.options.genesis).toBe(false);
  });

  it('hands over decided slots before anything else', () => {
    setup = new Setup({ script: [{ decided: [decided(1, 'bob', 1)] }] });
    setup.start();
    expect(setup.recording.texts).toEqual(['bob1']);
  });

  it('resubmits unapplied commands in order, and drops applied ones', async () => {
    const author = new Author('me', 3);
    const outbox = [3, 4, 5].map((sequence) => author.group(`me${sequence}`));
    setup = new Setup({
      opened: { outbox, nextSequence: 6 },
      script: [{ decided: [decided(1, 'me', 3), decided(2, 'bob', 9)] }],
    });
    setup.start();
    expect(setup.engine.of('submit')).toMatchObject([{ group: { first: 4 } }, { group: { first: 5 } }]);
    expect(setup.replica.pendingCommands().map(({ sequence }) => sequence)).toEqual([4, 5]);
    setup.replica.submit(asBytes('me6'));
    await settle(1);
    expect(setup.store.batches).toMatchObject([{ outbox: { append: [{ first: 6 }], remove: [] } }]);
    await setup.store.confirm();
    setup.engine.script = [{ writes: [{ ...write(1), decidedThrough: slot(2) }] }];
    setup.tick();
    expect(setup.store.batches.at(-1)).toMatchObject({ outbox: { append: [], remove: [3] } });
  });

  it('halts with a reason if the engine cannot be created', () => {
    setup = new Setup({
      createEngine: () => {
        throw new Error('a hole in the log');
      },
    });
    setup.start();
    expect(setup.recording.halts).toEqual([{ reason: 'invariant', why: 'a hole in the log' }]);
    expect(setup.ticker.isRunning).toBe(false);
  });
});

describe('preparing', () => {
  const stored = 500;

  beforeEach(() => {
    // Each look at the clock takes longer than a slice.
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => {
      now += 10;
      return now;
    });
    const log = Array.from({ length: stored }, (_, at) => decided(at + 1, 'bob', at + 1));
    setup = new Setup({ script: [{ decided: log }] });
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('replays the stored log in slices, between which the page does other work, and takes no part', async () => {
    const prepared = setup.replica.prepare(setup.recording);
    const first = setup.recording.texts.length;
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(stored / 2);
    await prepared;
    expect(setup.recording.texts).toHaveLength(stored);
    expect(setup.ticker.isRunning).toBe(false);
    setup.start();
    expect(setup.ticker.isRunning).toBe(true);
    expect(setup.recording.texts).toHaveLength(stored);
  });

  it('ends with a replica that is closed meanwhile, which does not start', async () => {
    const prepared = setup.replica.prepare(setup.recording);
    await setup.replica.close();
    await prepared;
    setup.start();
    expect(setup.recording.texts.length).toBeLessThan(stored);
    expect(setup.ticker.isRunning).toBe(false);
    expect(setup.store.batches).toEqual([]);
  });
});

it('notifies the engine and the listener of link-up and link-down', () => {
  setup.start();
  const { transport } = setup.join(bob);
  transport.stop();
  expect(setup.engine.of('link')).toEqual([
    { type: 'link', peer: bob, state: 'up' },
    { type: 'link', peer: bob, state: 'down' },
  ]);
  expect(setup.recording.links).toEqual(['up bob', 'down bob']);
});

it('reports the voters and a working leader to the network, once for each change', () => {
  setup.start();
  const configuration = { generation: 1, voters: [bob, me], sharedThrough: noSlot };
  const leader = { epoch: noSlot, round: 1, replica: bob };
  const heeded = () => setup.network.heeded.get(me);
  expect(heeded()).toBeUndefined();
  setup.engine.says = { configuration, leader, quorumReached: true };
  setup.tick();
  expect(heeded()).toEqual({ leader: bob, voters: new Set([bob, me]) });
  const first = heeded();
  setup.tick();
  expect(heeded()).toBe(first);
  setup.engine.says = { configuration, leader, quorumReached: false };
  setup.tick();
  expect(heeded()).toEqual({ leader: undefined, voters: new Set([bob, me]) });
});

it('never re-enters the engine', () => {
  setup.start();
  let calls = 0;
  setup.recording.onDecided = () => {
    calls += 1;
    if (calls < 3) setup.replica.stay();
  };
  setup.engine.script = [{ decided: [decided(1, 'bob', 1)] }, { decided: [decided(2, 'bob', 2)] }];
  setup.engine.onStep = (event) => {
    if (event.type === 'tick') setup.replica.stay();
  };
  setup.tick();
  expect(setup.recording.halts).toEqual([]);
  expect(setup.engine.events.map(({ type }) => type)).toEqual(['tick', 'stay', 'stay', 'stay']);
});

it('stores an own command of a follower as soon as it is signed, before its accept arrives', async () => {
  setup.start();
  setup.engine.says = { role: 'follower', quorumReached: true };
  setup.replica.submit(asBytes('x'));
  await settle(1);
  expect(setup.engine.of('submit')).toHaveLength(1);
  expect(setup.store.batches).toMatchObject([{ writes: [], outbox: { append: [{ first: 1 }] } }]);
});

describe('stopping', () => {
  it('waits for the transaction in flight, then saves the rest', async () => {
    setup = new Setup({ script: [{ writes: [write(1)] }] });
    setup.start();
    setup.replica.submit(asBytes('x'));
    let done = false;
    const stopped = setup.replica.close().then(() => {
      done = true;
    });
    expect(setup.ticker.isRunning).toBe(false);
    await settle(1);
    expect(setup.store.batches).toHaveLength(1);
    await setup.store.confirm();
    expect(done).toBe(false);
    expect(setup.store.batches[1]?.outbox?.append).toMatchObject([{ first: 1 }]);
    await setup.store.confirm();
    await stopped;
    expect(setup.store.closed).toBe(true);
    expect(setup.replica.submit(asBytes('y'))).toEqual({ ok: false, refusal: 'stopped' });
  });

  it('leaves the network at once', async () => {
    setup.start();
    const { transport } = setup.join(bob);
    await setup.replica.close();
    expect(transport.peers()).toEqual([]);
  });

  it('resolves at once if nothing was started, and is idempotent', async () => {
    const stopped = setup.replica.close();
    expect(setup.replica.close()).toBe(stopped);
    await stopped;
    expect(setup.store.closed).toBe(true);
    setup.start();
    expect(setup.ticker.isRunning).toBe(false);
  });
});

describe('when the replica cannot continue', () => {
  it.each([
    [{ reason: 'elsewhere' }, new StoreFenced()],
    [
      { reason: 'storage', fault: { type: 'failed', use: 'save', cause: 'Error: disk on fire' } },
      new StoreFailed(new Error('disk on fire')),
    ],
  ] as const)('stops: $reason', async (halt, error) => {
    setup.start();
    const { frames } = setup.join(bob);
    setup.replica.submit(asBytes('x'));
    await settle(1);
    await setup.store.fail(error);
    expect(setup.recording.halts).toEqual([halt]);
    const before = setup.engine.events.length;
    setup.tick();
    expect(setup.replica.sendPresence(bob, { type: 'presence' })).toBe(0);
    setup.replica.signOff();
    setup.replica.recover();
    setup.network.inject(bob, me, encodeMessage(prepare));
    setup.network.deliver();
    expect(setup.engine.events).toHaveLength(before);
    expect(frames).toEqual([]);
    expect(setup.replica.pendingCommands()).toHaveLength(1);
    expect(setup.replica.submit(asBytes('y'))).toEqual({ ok: false, refusal: 'stopped' });
  });

  it.each(['invariant', 'superseded', 'diverged', 'rolledBack'] as const)(
    'stops when the engine halts: %s',
    (reason) => {
      setup.start();
      setup.engine.says = { role: 'halted', halted: { reason, why: 'so it is' } };
      setup.tick();
      expect(setup.recording.halts).toEqual([{ reason, why: 'so it is' }]);
      expect(setup.ticker.isRunning).toBe(false);
    },
  );

  it('stores that it was superseded, also while a transaction is in flight', async () => {
    setup.start();
    setup.replica.submit(asBytes('x'));
    await settle(1);
    expect(setup.store.batches).toHaveLength(1);
    setup.engine.says = { role: 'halted', halted: { reason: 'superseded', why: 'generation 2' } };
    const last: Write = { ...write(1), supersededBy: { generation: 2 } };
    setup.engine.script = [{ writes: [last] }];
    setup.tick();
    const stopped = setup.replica.close();
    await setup.store.confirm();
    expect(setup.store.batches.slice(1)).toMatchObject([{ writes: [last] }]);
    expect(setup.store.closed).toBe(false);
    await setup.store.confirm();
    await stopped;
    expect(setup.store.closed).toBe(true);
  });

  it('stops at an unexpected exception', () => {
    setup.start();
    setup.recording.onDecided = () => {
      throw new Error('the board is confused');
    };
    setup.engine.script = [{ decided: [decided(1, 'bob', 1)] }];
    setup.tick();
    expect(setup.recording.halts).toEqual([{ reason: 'invariant', why: 'the board is confused' }]);
  });

  it('reports a last transaction that fails during the stop', async () => {
    setup.start();
    setup.replica.submit(asBytes('x'));
    await settle(1);
    const stopped = setup.replica.close();
    await setup.store.fail(new StoreFailed(new Error('disk on fire')));
    await stopped;
    expect(setup.recording.halts).toMatchObject([{ reason: 'storage' }]);
    expect(setup.store.closed).toBe(true);
  });
});
