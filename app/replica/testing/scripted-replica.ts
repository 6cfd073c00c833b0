/** A replica over a scripted engine and storage, and what it did. */

import type { Peer } from '#app/mesh/transport.ts';
import type { BoardStore } from '#app/store/board-store.ts';
import type { Opened } from '#app/store/replica/replica-store.ts';
import type { BoardAccess } from '#shared/invite/invite.ts';
import type { Decided, Effects, Event, Restored, Status, Write } from '#shared/paxos/effects.ts';
import type { Message } from '#shared/paxos/messages.ts';
import { noBallot } from '#shared/paxos/model/ballot.ts';
import { noDigest } from '#shared/paxos/model/entry.ts';
import { noSlot, type ReplicaId, replicaId, slot, type WriteNumber } from '#shared/paxos/model/ids.ts';
import type { ReplicaOptions } from '#shared/paxos/options.ts';
import { anySeals, groupOf } from '#shared/paxos/testing/groups.ts';
import type { Batch, Engine } from '#shared/replica/loop/loop.ts';
import { nothingUnsaved, type Unsaved } from '#shared/replica/outbox/outbox.ts';
import { BoardReplica } from '../board-replica.ts';
import { MemoryNetwork } from './memory-network.ts';
import { asBytes, ManualTicker, Recording, settle } from './recording.ts';

export const me = replicaId('me');
export const bob = replicaId('bob');
export const carol = replicaId('carol');

/** An engine under the test's control that records its events. */
export class ScriptedEngine implements Engine {
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
export class ScriptedStore {
  readonly opened: Opened;
  readonly batches: Batch[] = [];
  closed = false;
  /** As it was kept last. */
  kept: Unsaved = nothingUnsaved;
  #waiting: { readonly confirm: () => void; readonly fail: (error: Error) => void }[] = [];

  constructor(opened: Partial<Opened>) {
    this.opened = {
      replica: me,
      deviceKey: new Uint8Array(32),
      deviceSecretKey: new Uint8Array(32),
      founder: false,
      state: undefined,
      outbox: [],
      unsaved: nothingUnsaved,
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

  keepUnsaved(pending: Unsaved): void {
    this.kept = pending;
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

export function write(number: number): Write {
  return { number: number as WriteNumber, generation: 1, records: [] };
}

export function decided(position: number, origin: string, sequence: number, digestDue = false): Decided {
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

export function restored(
  position: number,
  texts: string[],
  sessions: { [origin: string]: number },
): Restored {
  return { type: 'restored', through: slot(position), state: asBytes(JSON.stringify({ texts, sessions })) };
}

export const superseded: Message = {
  type: 'superseded',
  generation: 1,
  sharedThrough: noSlot,
  decidedThrough: noSlot,
};
export const prepare: Message = {
  type: 'prepare',
  generation: 1,
  ballot: { epoch: noSlot, round: 3, replica: bob },
  firstSlot: slot(1),
};

export interface SetupOptions {
  readonly opened?: Partial<Opened>;
  /** Effects of the first drains. */
  readonly script?: Partial<Effects>[];
  readonly access?: BoardAccess;
  readonly createEngine?: (options: ReplicaOptions) => Engine;
}

/** One replica, which a test starts. */
export class Setup {
  readonly network = new MemoryNetwork();
  readonly ticker = new ManualTicker();
  readonly recording = new Recording();
  readonly store: ScriptedStore & Pick<BoardStore, 'onGone'>;
  readonly replica: BoardReplica;
  #engine: ScriptedEngine | undefined;

  constructor({ opened = {}, script = [], access = 'edit', createEngine }: SetupOptions = {}) {
    this.recording.self = me;
    this.store = new ScriptedStore(opened);
    this.replica = new BoardReplica({
      standing: { access },
      seals: anySeals,
      store: this.store,
      transport: this.network.transport(me),
      ticker: this.ticker,
      random: () => 0.5,
      wait: () => Promise.resolve(),
      createEngine:
        createEngine ??
        ((options) => {
          this.#engine = new ScriptedEngine(options);
          this.#engine.script = script;
          return this.#engine;
        }),
    });
  }

  start(): void {
    this.replica.start(this.recording);
  }

  /** @throws Error before {@link start}. */
  get engine(): ScriptedEngine {
    if (this.#engine === undefined) throw new Error('the replica has not started');
    return this.#engine;
  }

  tick(ticks = 1): void {
    for (let count = 0; count < ticks; count += 1) this.ticker.tick();
  }

  /** Links a member with the replica. */
  join(replica: ReplicaId, access: BoardAccess = 'edit', standing: Pick<Peer, 'witness'> = {}) {
    const frames: Uint8Array[] = [];
    const transport = this.network.transport(replica, access, standing);
    transport.start({
      linkUp: () => undefined,
      linkDown: () => undefined,
      frame: (_from, _lane, bytes) => frames.push(bytes),
      doubted: () => undefined,
      changed: () => undefined,
      notice: () => undefined,
    });
    return { frames, transport };
  }
}
