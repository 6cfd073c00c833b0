import { beforeEach, describe, expect, it } from 'vitest';
import { StoreCorrupted, StoreFailed, StoreFenced } from '#app/store/errors.ts';
import type { Opened } from '#app/store/replica-store.ts';
import type { BoardAccess } from '#shared/invite/invite.ts';
import type { Decided, Effects, Event, Restored, Status, Write } from '#shared/paxos/effects.ts';
import type { Message } from '#shared/paxos/messages.ts';
import { noBallot } from '#shared/paxos/model/ballot.ts';
import { noDigest } from '#shared/paxos/model/entry.ts';
import { noSlot, replicaId, slot, type WriteNumber } from '#shared/paxos/model/ids.ts';
import type { ReplicaOptions } from '#shared/paxos/replica.ts';
import { Author, anySeals, groupOf } from '#shared/paxos/testing/groups.ts';
import type { Batch, Engine } from '#shared/replica/loop.ts';
import { tickMilliseconds } from '#shared/replica/tick-length.ts';
import { settledLinkTicks } from '#shared/replica/voter-policy.ts';
import { voterPolicyTicks } from '#shared/replica/voter-watch.ts';
import { recoverableTicks } from '#shared/replica/waiting.ts';
import { encodeMessage, encodeSessionMessage, sessionFrameKind } from '#shared/wire/frame.ts';
import { ReplicaDriver } from './driver.ts';
import { burstMessages, messagesPerSecond } from './ephemeral-budget.ts';
import { MemoryNetwork } from './testing/memory-network.ts';
import { asBytes, asText, ManualTicker, Recording, settle } from './testing/recording.ts';

const me = replicaId('me');
const bob = replicaId('bob');
const carol = replicaId('carol');

/** An engine under the test's control that records its events. */
class ScriptedEngine implements Engine {
  readonly events: Event[] = [];
  readonly options: ReplicaOptions;
  /** Effects of the next drains. */
  script: Partial<Effects>[] = [];
  says: Partial<Status> = {};
  isStepping = false;
  onStep: (event: Event) => void = () => undefined;

  constructor(options: ReplicaOptions) {
    this.options = options;
  }

  step(event: Event): void {
    if (this.isStepping) throw new Error('stepped while stepping');
    this.isStepping = true;
    this.events.push(event);
    this.onStep(event);
    this.isStepping = false;
  }

  drain(): Effects {
    return {
      writes: [],
      messages: [],
      decided: [],
      snapshotDue: false,
      trace: [],
      ...this.script.shift(),
    };
  }

  status(): Status {
    return {
      id: this.options.id,
      role: 'follower',
      generation: 1,
      promised: noBallot,
      leader: noBallot,
      decidedThrough: noSlot,
      lastSlot: noSlot,
      compactedThrough: noSlot,
      signsOff: false,
      pendingSubmissions: 0,
      quorumReached: false,
      peers: [],
      ...this.says,
    };
  }

  of(type: Event['type']): Event[] {
    return this.events.filter((event) => event.type === type);
  }
}

/** A storage that confirms on request. */
class ScriptedStore {
  readonly opened: Opened;
  readonly batches: Batch[] = [];
  closed = false;
  #waiting: { readonly confirm: () => void; readonly fail: (error: Error) => void }[] = [];

  constructor(opened: Partial<Opened>) {
    this.opened = {
      replica: me,
      deviceKey: new Uint8Array(32),
      deviceSecretKey: new Uint8Array(32),
      founder: false,
      state: undefined,
      outbox: [],
      unsaved: [],
      nextSequence: 1,
      lastDigest: noDigest,
      isNew: true,
      ...opened,
    };
  }

  commit(batch: Batch): Promise<void> {
    this.batches.push(batch);
    return new Promise((confirm, fail) => this.#waiting.push({ confirm, fail }));
  }

  close(): void {
    this.closed = true;
  }

  onGone(): void {
    // Reports only through `fail`.
  }

  async confirm(): Promise<void> {
    this.#waiting.shift()?.confirm();
    await settle(1);
  }

  async fail(error: Error): Promise<void> {
    this.#waiting.shift()?.fail(error);
    await settle(1);
  }
}

function write(number: number): Write {
  return { number: number as WriteNumber, generation: 1, records: [] };
}

function decided(position: number, origin: string, sequence: number, digestDue = false): Decided {
  const command = { origin: replicaId(origin), sequence, body: asBytes(`${origin}${sequence}`) };
  const commands = [command];
  return {
    type: 'decided',
    slot: slot(position),
    entry: { type: 'commands', groups: [groupOf(origin, sequence, command.body)] },
    commands,
    digestDue,
  };
}

function restored(position: number, texts: string[], sessions: { [origin: string]: number }): Restored {
  return { type: 'restored', through: slot(position), state: asBytes(JSON.stringify({ texts, sessions })) };
}

const superseded: Message = {
  type: 'superseded',
  generation: 1,
  sharedThrough: noSlot,
  decidedThrough: noSlot,
};
const prepare: Message = {
  type: 'prepare',
  generation: 1,
  ballot: { epoch: noSlot, round: 3, replica: bob },
  firstSlot: slot(1),
};

describe('the driver', () => {
  let network: MemoryNetwork;
  let ticker: ManualTicker;
  let recording: Recording;
  let store: ScriptedStore;
  let engine: ScriptedEngine;
  let driver: ReplicaDriver;

  function create(
    opened: Partial<Opened> = {},
    script: Partial<Effects>[] = [],
    access: BoardAccess = 'edit',
  ): void {
    network = new MemoryNetwork();
    ticker = new ManualTicker();
    recording = new Recording();
    recording.self = me;
    store = new ScriptedStore(opened);
    driver = new ReplicaDriver({
      standing: { access },
      seals: anySeals,
      store,
      transport: network.transport(me),
      ticker,
      random: () => 0.5,
      listener: recording,
      createEngine: (options) => {
        engine = new ScriptedEngine(options);
        engine.script = script;
        return engine;
      },
    });
  }

  /** Links a member with the driver. */
  function join(replica: typeof bob, access: BoardAccess = 'edit') {
    const listener = new Recording();
    const frames: Uint8Array[] = [];
    const transport = network.transport(replica, access);
    transport.start({
      linkUp: (peer) => listener.linkUp(peer),
      linkDown: (peer) => listener.linkDown(peer),
      frame: (_from, _lane, bytes) => frames.push(bytes),
      changed: () => undefined,
      notice: () => undefined,
    });
    return { frames, transport };
  }

  beforeEach(() => {
    create();
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
      create({ state, founder: true });
      driver.start();
      expect(engine.options).toMatchObject({ id: me, state, genesis: false });
    });

    it('founds the board at the first start of its founder', () => {
      create({ founder: true });
      driver.start();
      expect(engine.options.genesis).toBe(true);
      create({ founder: false });
      driver.start();
      expect(engine.options.genesis).toBe(false);
    });

    it('hands over decided slots before anything else', () => {
      create({}, [{ decided: [decided(1, 'bob', 1)] }]);
      driver.start();
      expect(recording.texts).toEqual(['bob1']);
    });

    it('resubmits unapplied commands in order, and drops applied ones', async () => {
      const author = new Author('me', 3);
      const outbox = [3, 4, 5].map((sequence) => author.group(`me${sequence}`));
      create({ outbox, nextSequence: 6 }, [{ decided: [decided(1, 'me', 3), decided(2, 'bob', 9)] }]);
      driver.start();
      expect(engine.of('submit')).toMatchObject([{ group: { first: 4 } }, { group: { first: 5 } }]);
      expect(driver.pendingCommands().map(({ sequence }) => sequence)).toEqual([4, 5]);
      driver.submit(asBytes('me6'));
      await settle(1);
      expect(store.batches).toMatchObject([{ outbox: { append: [{ first: 6 }], remove: [] } }]);
      await store.confirm();
      engine.script = [{ writes: [{ ...write(1), decidedThrough: slot(2) }] }];
      ticker.tick();
      expect(store.batches.at(-1)).toMatchObject({ outbox: { append: [], remove: [3] } });
    });

    it('halts with a reason if the engine cannot be created', () => {
      create();
      const failing = new ReplicaDriver({
        standing: { access: 'edit' },
        seals: anySeals,
        store,
        transport: network.transport(me),
        ticker,
        random: () => 0.5,
        listener: recording,
        createEngine: () => {
          throw new Error('a hole in the log');
        },
      });
      failing.start();
      expect(recording.halts).toEqual([{ reason: 'invariant', why: 'a hole in the log' }]);
      expect(ticker.isRunning).toBe(false);
    });
  });

  describe('writing', () => {
    it('notifies the engine once a write is durable, not before', async () => {
      create({}, [{ writes: [write(1)] }]);
      driver.start();
      expect(engine.of('persisted')).toEqual([]);
      await store.confirm();
      expect(engine.of('persisted')).toEqual([{ type: 'persisted', number: 1 }]);
    });

    it('collects writes while a transaction is in flight, and stores them together', async () => {
      create({}, [{ writes: [write(1)] }]);
      driver.start();
      engine.script = [{ writes: [write(2), write(3)] }, { writes: [write(4)] }];
      ticker.tick();
      ticker.tick();
      expect(store.batches.map(({ writes }) => writes.length)).toEqual([1]);
      await store.confirm();
      expect(store.batches.map(({ writes }) => writes.length)).toEqual([1, 3]);
      await store.confirm();
      expect(engine.of('persisted').at(-1)).toEqual({ type: 'persisted', number: 4 });
      expect(store.batches).toHaveLength(2);
    });

    it('keeps ticking while the storage stalls', () => {
      create({}, [{ writes: [write(1)] }]);
      driver.start();
      for (let tick = 0; tick < 30; tick += 1) ticker.tick();
      expect(engine.of('tick')).toHaveLength(30);
    });
  });

  describe('commands of this device', () => {
    it('are refused on a device with view access', () => {
      create({}, [], 'view');
      driver.start();
      expect(driver.submit(asBytes('mine'))).toEqual({ ok: false, refusal: 'viewOnly' });
    });

    it('are numbered at once and submitted when they are durable', async () => {
      driver.start();
      expect(driver.submit(asBytes('x'))).toEqual({ ok: true, sequence: 1 });
      await settle(1);
      expect(engine.of('submit')).toEqual([]);
      await store.confirm();
      expect(engine.of('submit')).toEqual([{ type: 'submit', group: groupOf('me', 1, 'x') }]);
      expect(driver.pendingCommands()).toHaveLength(1);
    });

    it('share a transaction if they are submitted together', async () => {
      driver.start();
      for (let count = 0; count < 10; count += 1) driver.submit(asBytes('x'));
      await settle(1);
      expect(store.batches).toHaveLength(1);
      expect(store.batches[0]?.outbox?.append).toMatchObject([{ bodies: { length: 10 } }]);
    });

    it('are kept until they are decided', async () => {
      driver.start();
      driver.submit(asBytes('x'));
      driver.submit(asBytes('y'));
      await settle(1);
      await store.confirm();
      engine.script = [{ decided: [decided(1, 'me', 1), decided(2, 'bob', 2)] }];
      ticker.tick();
      expect(driver.pendingCommands().map(({ sequence }) => sequence)).toEqual([2]);
    });

    it('can be submitted from within the callback of a decision', async () => {
      driver.start();
      recording.onDecided = () => driver.submit(asBytes('answer'));
      engine.script = [{ decided: [decided(1, 'bob', 1)] }];
      ticker.tick();
      await settle(1);
      expect(store.batches[0]?.outbox?.append).toMatchObject([{ first: 1 }]);
    });
  });

  describe('messages', () => {
    it('are sent as the engine hands them out', () => {
      driver.start();
      const { frames } = join(bob);
      engine.script = [{ messages: [{ to: bob, message: superseded }] }];
      ticker.tick();
      network.deliver();
      expect(frames).toEqual([encodeMessage(superseded)]);
    });

    it('reach the engine unchanged', () => {
      driver.start();
      join(bob);
      network.inject(bob, me, encodeMessage(prepare));
      expect(engine.of('receive')).toEqual([{ type: 'receive', from: bob, message: prepare }]);
    });

    it('are ignored if malformed; notices about them become ever rarer', () => {
      driver.start();
      join(bob);
      for (let count = 0; count < 150; count += 1) network.inject(bob, me, Uint8Array.of(1, 0xc1, count));
      network.inject(bob, me, encodeMessage(prepare));
      expect(engine.of('receive')).toHaveLength(1);
      expect(recording.halts).toEqual([]);
      expect(recording.notices).toMatchObject([
        { type: 'garbage', from: bob, count: 1 },
        { type: 'garbage', count: 10 },
        { type: 'garbage', count: 100 },
      ]);
    });

    it('that are too large are reported, not sent, and affect nothing else', () => {
      driver.start();
      const { frames } = join(bob);
      const groups = [groupOf('me', 1, new Uint8Array(17 * 1024 * 1024))];
      const large: Message = { type: 'submit', generation: 1, groups, forwarded: false };
      engine.script = [
        {
          messages: [
            { to: bob, message: large },
            { to: bob, message: superseded },
          ],
        },
      ];
      ticker.tick();
      network.deliver();
      expect(frames).toEqual([encodeMessage(superseded)]);
      expect(recording.notices).toMatchObject([{ type: 'unsent', to: bob }]);
    });

    it('between windows go to the listener, and to every linked member', () => {
      driver.start();
      const { frames } = join(bob);
      const presence = { type: 'presence', pointer: null, selected: [] } as const;
      network.inject(bob, me, encodeSessionMessage(presence));
      expect(recording.presences).toEqual([{ from: bob, presence }]);
      expect(driver.tell(bob, presence)).toBe(encodeSessionMessage(presence).byteLength);
      expect(driver.tell(carol, presence)).toBe(0);
      network.deliver();
      expect(frames).toEqual([encodeSessionMessage(presence)]);
    });

    it('of windows are dropped unread when a peer sends too many, and the next link is heard again', () => {
      driver.start();
      join(bob);
      const presence = encodeSessionMessage({ type: 'presence', pointer: null });
      for (let count = 0; count < 3 * burstMessages; count += 1) network.inject(bob, me, presence);
      expect(recording.presences).toHaveLength(burstMessages);
      // Not even looked at: garbage is not noticed either.
      network.inject(bob, me, Uint8Array.of(sessionFrameKind, 0xc1));
      expect(recording.notices).toEqual([]);
      for (let tick = 0; tick < 1000 / tickMilliseconds; tick += 1) ticker.tick();
      for (let count = 0; count < 3 * burstMessages; count += 1) network.inject(bob, me, presence);
      expect(recording.presences).toHaveLength(burstMessages + messagesPerSecond);
    });

    it('of a viewer carry its presence; its drawings are refused, with one notice', () => {
      driver.start();
      join(bob, 'view');
      const where = { type: 'presence', pointer: { x: 1, y: 2, tool: 'pointer', pressed: false } } as const;
      network.inject(bob, me, encodeSessionMessage(where));
      for (const drawing of [{ previews: [{ id: 'a', set: {} }] }, { ended: [{ id: 'a', kept: true }] }]) {
        network.inject(bob, me, encodeSessionMessage({ type: 'presence', ...drawing }));
      }
      expect(recording.presences).toEqual([{ from: bob, presence: where }]);
      expect(recording.notices).toEqual([{ type: 'overreach', from: bob }]);
    });
  });

  it('notifies the engine and the listener of link-up and link-down', () => {
    driver.start();
    const { transport } = join(bob);
    transport.stop();
    expect(engine.of('link')).toEqual([
      { type: 'link', peer: bob, state: 'up' },
      { type: 'link', peer: bob, state: 'down' },
    ]);
    expect(recording.links).toEqual(['up bob', 'down bob']);
  });

  it('never re-enters the engine', () => {
    driver.start();
    let calls = 0;
    recording.onDecided = () => {
      calls += 1;
      if (calls < 3) driver.stay();
    };
    engine.script = [{ decided: [decided(1, 'bob', 1)] }, { decided: [decided(2, 'bob', 2)] }];
    engine.onStep = (event) => {
      if (event.type === 'tick') driver.stay();
    };
    ticker.tick();
    expect(recording.halts).toEqual([]);
    expect(engine.events.map(({ type }) => type)).toEqual(['tick', 'stay', 'stay', 'stay']);
  });

  describe('stopping', () => {
    it('waits for the transaction in flight, then saves the rest', async () => {
      create({}, [{ writes: [write(1)] }]);
      driver.start();
      driver.submit(asBytes('x'));
      let done = false;
      const stopped = driver.stop().then(() => {
        done = true;
      });
      expect(ticker.isRunning).toBe(false);
      await settle(1);
      expect(store.batches).toHaveLength(1);
      await store.confirm();
      expect(done).toBe(false);
      expect(store.batches[1]?.outbox?.append).toMatchObject([{ first: 1 }]);
      await store.confirm();
      await stopped;
      expect(store.closed).toBe(true);
      expect(driver.submit(asBytes('y'))).toEqual({ ok: false, refusal: 'stopped' });
    });

    it('leaves the network at once', async () => {
      driver.start();
      const { transport } = join(bob);
      await driver.stop();
      expect(transport.peers()).toEqual([]);
    });

    it('resolves at once if nothing was started, and is idempotent', async () => {
      const stopped = driver.stop();
      expect(driver.stop()).toBe(stopped);
      await stopped;
      expect(store.closed).toBe(true);
      driver.start();
      expect(ticker.isRunning).toBe(false);
    });
  });

  describe('when the replica cannot continue', () => {
    it.each([
      ['elsewhere', new StoreFenced(), /another window/],
      ['storage', new StoreFailed(new Error('disk on fire')), /could not save/],
    ] as const)('stops: %s', async (reason, error, why) => {
      driver.start();
      const { frames } = join(bob);
      driver.submit(asBytes('x'));
      await settle(1);
      await store.fail(error);
      expect(recording.halts).toEqual([{ reason, why: expect.stringMatching(why) }]);
      const before = engine.events.length;
      ticker.tick();
      expect(driver.tell(bob, { type: 'presence' })).toBe(0);
      driver.signOff();
      driver.recover();
      network.inject(bob, me, encodeMessage(prepare));
      network.deliver();
      expect(engine.events).toHaveLength(before);
      expect(frames).toEqual([]);
      expect(driver.pendingCommands()).toHaveLength(1);
      expect(driver.submit(asBytes('y'))).toEqual({ ok: false, refusal: 'stopped' });
    });

    it.each(['invariant', 'superseded', 'diverged', 'rolledBack'] as const)(
      'stops when the engine halts: %s',
      (reason) => {
        driver.start();
        engine.says = { role: 'halted', halted: { reason, why: 'so it is' } };
        ticker.tick();
        expect(recording.halts).toEqual([{ reason, why: 'so it is' }]);
        expect(ticker.isRunning).toBe(false);
      },
    );

    it('stores that it was superseded, also while a transaction is in flight', async () => {
      driver.start();
      driver.submit(asBytes('x'));
      await settle(1);
      expect(store.batches).toHaveLength(1);
      engine.says = { role: 'halted', halted: { reason: 'superseded', why: 'generation 2' } };
      const last: Write = { ...write(1), supersededBy: { generation: 2 } };
      engine.script = [{ writes: [last] }];
      ticker.tick();
      const stopped = driver.stop();
      await store.confirm();
      expect(store.batches.slice(1)).toMatchObject([{ writes: [last] }]);
      expect(store.closed).toBe(false);
      await store.confirm();
      await stopped;
      expect(store.closed).toBe(true);
    });

    it('stops at an unexpected exception', () => {
      driver.start();
      recording.onDecided = () => {
        throw new Error('the board is confused');
      };
      engine.script = [{ decided: [decided(1, 'bob', 1)] }];
      ticker.tick();
      expect(recording.halts).toEqual([{ reason: 'invariant', why: 'the board is confused' }]);
    });

    it('reports a last transaction that fails during the stop', async () => {
      driver.start();
      driver.submit(asBytes('x'));
      await settle(1);
      const stopped = driver.stop();
      await store.fail(new StoreFailed(new Error('disk on fire')));
      await stopped;
      expect(recording.halts).toMatchObject([{ reason: 'storage' }]);
      expect(store.closed).toBe(true);
    });
  });

  describe('voters', () => {
    const configuration = { generation: 1, voters: [me] };

    function leadWithTwoMembers(carolMay: BoardAccess = 'edit'): void {
      driver.start();
      join(bob);
      join(carol, carolMay);
      const peers = [bob, carol].map((id) => ({
        id,
        decidedThrough: slot(5),
        keepsUp: true,
        heardTicksAgo: 1,
        signsOff: false,
      }));
      engine.says = { role: 'leader', configuration, decidedThrough: slot(5), peers };
    }

    /** Reports a sign-off as the engine does. */
    function saysThatItGoes(peer: typeof bob, signsOff: boolean): void {
      const peers = engine.says.peers?.map((known) => (known.id === peer ? { ...known, signsOff } : known));
      engine.says = { ...engine.says, peers: peers ?? [] };
    }

    function tick(ticks: number): void {
      for (let count = 0; count < ticks; count += 1) ticker.tick();
    }

    it('are chosen by the leader, once members have settled', () => {
      leadWithTwoMembers();
      tick(settledLinkTicks - 1);
      expect(engine.of('reconfigure')).toEqual([]);
      tick(voterPolicyTicks);
      expect(engine.of('reconfigure')).toEqual([{ type: 'reconfigure', voters: [bob, carol, me].sort() }]);
    });

    it('are evaluated once per second', () => {
      leadWithTwoMembers();
      tick(settledLinkTicks + 5 * voterPolicyTicks);
      expect(engine.of('reconfigure').length).toBeGreaterThanOrEqual(5);
      expect(engine.of('reconfigure').length).toBeLessThanOrEqual(6);
    });

    it('are not chosen by a replica that does not lead', () => {
      leadWithTwoMembers();
      engine.says = { ...engine.says, role: 'follower' };
      tick(100);
      expect(engine.of('reconfigure')).toEqual([]);
    });

    it('are not chosen from viewers, however recently they were heard from', () => {
      leadWithTwoMembers('view');
      tick(settledLinkTicks + 5 * voterPolicyTicks);
      expect(engine.of('reconfigure')).toEqual([]);
    });

    it('are not chosen from removed members, whatever they send', () => {
      leadWithTwoMembers();
      driver.remove([carol]);
      tick(settledLinkTicks + 5 * voterPolicyTicks);
      expect(engine.of('reconfigure')).toEqual([]);
    });

    it('change at once when one of them is removed', () => {
      leadWithTwoMembers();
      engine.says = { ...engine.says, configuration: { generation: 1, voters: [bob, carol, me].sort() } };
      tick(voterPolicyTicks);
      driver.remove([bob]);
      tick(1);
      expect(engine.of('reconfigure')).toEqual([{ type: 'reconfigure', voters: [me] }]);
    });

    it('are not chosen from members that signed off, until they stay', () => {
      leadWithTwoMembers();
      saysThatItGoes(bob, true);
      tick(settledLinkTicks + voterPolicyTicks);
      expect(engine.of('reconfigure')).toEqual([]);
      saysThatItGoes(bob, false);
      tick(voterPolicyTicks);
      expect(engine.of('reconfigure').length).toBeGreaterThan(0);
    });

    /** Bob, this device and an absent one vote; Carol could. */
    function leadWithCandidate(): void {
      leadWithTwoMembers();
      const voters = [bob, me, replicaId('dave')].sort();
      engine.says = { ...engine.says, configuration: { generation: 1, voters } };
      tick(settledLinkTicks + voterPolicyTicks);
      expect(engine.of('reconfigure')).toEqual([]);
    }

    it('change at once when one of them signs off, including the leader, and once per sign-off', () => {
      leadWithCandidate();
      const dave = replicaId('dave');
      saysThatItGoes(bob, true);
      tick(2);
      expect(engine.of('reconfigure')).toEqual([{ type: 'reconfigure', voters: [carol, dave, me].sort() }]);
      saysThatItGoes(bob, false);
      tick(1);
      engine.says = { ...engine.says, signsOff: true };
      tick(2);
      expect(engine.of('reconfigure').slice(1)).toEqual([
        { type: 'reconfigure', voters: [bob, carol, dave].sort() },
      ]);
      expect(engine.of('resign')).toEqual([]);
    });

    it('move the vote of a departed member that signed off', () => {
      leadWithCandidate();
      const dave = replicaId('dave');
      join(dave);
      const here = { id: dave, decidedThrough: slot(5), keepsUp: true, heardTicksAgo: 1, signsOff: false };
      engine.says = { ...engine.says, peers: [...(engine.says.peers ?? []), here] };
      saysThatItGoes(bob, true);
      // One change at a time: the engine refuses this one.
      tick(1);
      network.cutOff(bob);
      engine.says = { ...engine.says, peers: engine.says.peers?.filter(({ id }) => id !== bob) ?? [] };
      tick(voterPolicyTicks);
      expect(engine.of('reconfigure')).toHaveLength(2);
    });

    it('do not change when one of three signs off and no member can take its vote; a leader hands over', () => {
      leadWithTwoMembers();
      engine.says = { ...engine.says, configuration: { generation: 1, voters: [bob, carol, me].sort() } };
      saysThatItGoes(bob, true);
      tick(2 * voterPolicyTicks);
      expect(engine.of('resign')).toEqual([]);
      engine.says = { ...engine.says, signsOff: true };
      tick(2);
      expect(engine.of('resign')).toHaveLength(1);
      expect(engine.of('reconfigure')).toEqual([]);
    });

    it('keep a leader that signs off if all others sign off, too', () => {
      leadWithTwoMembers();
      engine.says = { ...engine.says, configuration: { generation: 1, voters: [bob, carol, me].sort() } };
      saysThatItGoes(bob, true);
      saysThatItGoes(carol, true);
      engine.says = { ...engine.says, signsOff: true };
      tick(2 * voterPolicyTicks);
      expect(engine.of('resign')).toEqual([]);
    });

    it('receive a sign-off, and its withdrawal', () => {
      driver.start();
      driver.signOff();
      driver.stay();
      expect(engine.events).toEqual([{ type: 'signOff' }, { type: 'stay' }]);
    });
  });

  describe('the state machine', () => {
    const asked = () => engine.events.filter(({ type }) => type === 'digest' || type === 'compact');

    it('computes its digest right after the slot that needs it, not after later ones', () => {
      driver.start();
      engine.script = [
        {
          decided: [
            decided(1, 'bob', 1),
            decided(2, 'bob', 2, true),
            decided(3, 'bob', 3),
            decided(4, 'bob', 4, true),
          ],
        },
      ];
      ticker.tick();
      expect(recording.asked).toEqual(['decided 1,2', 'digest', 'decided 3,4', 'digest']);
      expect(asked()).toEqual([
        { type: 'digest', slot: 2, digest: 'after bob1,bob2' },
        { type: 'digest', slot: 4, digest: 'after bob1,bob2,bob3,bob4' },
      ]);
    });

    it('makes a snapshot after everything decided; the engine receives it before any other event', () => {
      driver.start();
      recording.onDecided = () => driver.stay();
      engine.script = [{ decided: [decided(1, 'bob', 1), decided(2, 'bob', 2)], snapshotDue: true }];
      ticker.tick();
      expect(recording.asked).toEqual(['decided 1,2', 'snapshot']);
      const [compact] = asked();
      expect(compact).toMatchObject({ type: 'compact', through: 2 });
      expect(engine.events.map(({ type }) => type)).toEqual(['tick', 'compact', 'stay']);
      const state = compact?.type === 'compact' ? JSON.parse(asText(compact.state)) : undefined;
      expect(state).toEqual({ texts: ['bob1', 'bob2'], sessions: { bob: 2 } });
    });

    it('makes no further snapshot while nothing is decided', () => {
      driver.start();
      engine.script = [{ snapshotDue: true }];
      ticker.tick();
      expect(recording.asked).toEqual([]);
    });

    it('receives a snapshot in its place among the decided slots', () => {
      driver.start();
      engine.script = [
        {
          decided: [decided(1, 'bob', 1), restored(9, ['a', 'b'], { bob: 8 }), decided(10, 'bob', 9)],
          snapshotDue: true,
        },
      ];
      ticker.tick();
      expect(recording.asked).toEqual(['decided 1', 'restored 9', 'decided 10', 'snapshot']);
      expect(recording.texts).toEqual(['a', 'b', 'bob9']);
      expect(asked()).toMatchObject([{ type: 'compact', through: 10 }]);
    });

    it('reports the own commands that a snapshot covers, which are dropped', async () => {
      driver.start();
      for (const texts of [['w', 'x'], ['y']]) {
        for (const text of texts) driver.submit(asBytes(text));
        await settle(1);
        await store.confirm();
      }
      engine.script = [{ decided: [restored(9, [], { me: 2, bob: 7 })] }];
      ticker.tick();
      expect(driver.pendingCommands().map(({ sequence }) => sequence)).toEqual([3]);
      engine.script = [{ writes: [{ ...write(1), decidedThrough: slot(9) }] }];
      ticker.tick();
      expect(store.batches.at(-1)?.outbox?.remove).toEqual([1]);
    });

    it('drops them at the start, too, before the rest is resubmitted', () => {
      const author = new Author('me', 3);
      const outbox = [3, 4].map((sequence) => author.group(`me${sequence}`));
      create({ outbox, nextSequence: 5 }, [{ decided: [restored(9, [], { me: 3 })] }]);
      driver.start();
      expect(engine.of('submit')).toMatchObject([{ group: { first: 4 } }]);
    });

    it('stops the replica with a reason if it cannot read a snapshot, and stores nothing of it', async () => {
      driver.start();
      recording.restored = () => {
        throw new StoreCorrupted('no board');
      };
      engine.script = [{ decided: [restored(9, [], {})], writes: [write(1)] }];
      ticker.tick();
      expect(recording.halts).toEqual([{ reason: 'storage', why: expect.stringMatching(/damaged/) }]);
      await settle(1);
      expect(store.batches).toEqual([]);
    });
  });

  describe('a recovery', () => {
    const configuration = { generation: 1, voters: [bob, me] };

    function tick(ticks: number): void {
      for (let count = 0; count < ticks; count += 1) ticker.tick();
    }

    it('is possible after half a minute without a majority, until there is one again', () => {
      driver.start();
      engine.says = { configuration };
      tick(recoverableTicks - 1);
      expect(driver.canRecover).toBe(false);
      driver.recover();
      expect(engine.of('recover')).toEqual([]);
      tick(1);
      expect(driver.canRecover).toBe(true);
      driver.recover();
      expect(engine.of('recover')).toEqual([{ type: 'recover' }]);
      engine.says = { configuration, quorumReached: true };
      tick(1);
      expect(driver.canRecover).toBe(false);
      engine.says = { configuration };
      tick(recoverableTicks - 1);
      expect(driver.canRecover).toBe(false);
    });

    it('is refused for a newcomer', () => {
      driver.start();
      tick(recoverableTicks + 1);
      expect(driver.canRecover).toBe(false);
    });

    it('is refused for a replica that has not started or has stopped', async () => {
      expect(driver.canRecover).toBe(false);
      driver.start();
      engine.says = { configuration };
      tick(recoverableTicks);
      await driver.stop();
      expect(driver.canRecover).toBe(false);
    });
  });
});
