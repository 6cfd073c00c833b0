/** Three devices with all their real parts, on one board; only the network, the clock and the disk are of the test. */

import { IDBFactory } from 'fake-indexeddb';
import { promisifyRequest } from 'idb-keyval';
import { ManualClock } from '#app/clock/testing/manual-clock.ts';
import type { Myself } from '#app/mesh/link/handshake.ts';
import { Mesh } from '#app/mesh/mesh.ts';
import { FakeChannels } from '#app/mesh/testing/fake-channels.ts';
import { FakeSignalingServer } from '#app/mesh/testing/fake-signaling.ts';
import { seededBytes } from '#app/mesh/testing/seeded-bytes.ts';
import type { SessionReplica } from '#app/replica/board-replica.ts';
import { openReplica } from '#app/replica/open.ts';
import { nobleEd25519 } from '#app/replica/seals/ed25519.ts';
import { ManualTicker, settle } from '#app/replica/testing/recording.ts';
import { createBoardShelf } from '#app/shelf/shelf.ts';
import { keys } from '#app/store/replica/layout.ts';
import { objectStoreName } from '#app/store/strict-store.ts';
import type { Invite } from '#shared/invite/invite.ts';
import { noDigest } from '#shared/paxos/model/entry.ts';
import type { OutboxEnd } from '#shared/replica/outbox/kept.ts';
import { tickMilliseconds } from '#shared/replica/tick-length.ts';
import type { BoardSession } from '../../api.ts';

/** A clock that measures its callbacks: the longest step, milliseconds. */
class MeasuringClock extends ManualClock {
  longestMs = 0;
  readonly #clocks: readonly (() => number)[];

  constructor(clocks: readonly (() => number)[]) {
    super();
    this.#clocks = clocks;
  }

  override after(ms: number, run: () => void): () => void {
    return super.after(ms, () => this.measure(run));
  }

  measure(run: () => void): void {
    const begun = this.#clocks.map((clock) => clock());
    run();
    const spent = this.#clocks.map((clock, which) => clock() - (begun[which] ?? 0));
    this.longestMs = Math.max(this.longestMs, Math.min(...spent));
  }
}

export interface AttackedDevice {
  readonly name: string;
  readonly me: Myself;
  readonly mesh: Mesh;
  readonly replica: SessionReplica;
  readonly session: BoardSession;
  readonly address: () => string;
  readonly database: IDBFactory;
  readonly boardId: string;
}

export class AttackedBoard {
  readonly clock: MeasuringClock;
  readonly server: FakeSignalingServer;
  readonly channels: FakeChannels;
  readonly devices: AttackedDevice[] = [];
  readonly #tickers: ManualTicker[] = [];
  readonly #bytes = seededBytes(1);
  /** Of the device that was removed; it still has its keys and the editors' link. */
  removed: Myself | undefined;
  secret: Uint8Array = new Uint8Array();

  /** @param clocks milliseconds; the shortest measure of a step counts. */
  constructor(clocks: readonly (() => number)[]) {
    this.clock = new MeasuringClock(clocks);
    this.server = new FakeSignalingServer(this.clock);
    this.channels = new FakeChannels(this.clock);
  }

  /** @throws Error if the three do not come to one board. */
  async begin(): Promise<void> {
    const ada = await this.#open('Ada');
    await this.until('a board', () => ada.session.view().health.state === 'settling');
    const invite = ada.session.invite('edit');
    this.secret = invite.secret;
    for (const name of ['Bob', 'Cleo']) await this.#open(name, invite);
    const mallory = await this.#open('Mallory', invite);
    const everybody = () => ada.session.view().people.length === 4;
    await this.until('four people', everybody);
    void ada.session.members.remove(mallory.me.replica);
    await this.until('a removal', () => mallory.session.view().health.state === 'stopped');
    await mallory.session.close();
    this.removed = mallory.me;
    this.devices.splice(this.devices.indexOf(mallory), 1);
    await this.until('three voters', () => this.isWhole());
    this.clock.longestMs = 0;
  }

  /** Each of the three is directly linked to both others. */
  isLinked(): boolean {
    return this.devices.every(({ mesh, me }) => {
      const linked = mesh.peers().filter(({ via }) => via === undefined);
      const others = this.devices.filter((other) => other.me.replica !== me.replica);
      return others.every((other) => linked.some(({ replica }) => replica === other.me.replica));
    });
  }

  /** They have agreed on all that each of them knows. */
  isWhole(): boolean {
    const views = this.devices.map(({ session }) => session.view());
    const [first] = views;
    return (
      this.isLinked() &&
      views.every(
        (view) =>
          view.pendingChanges === 0 &&
          view.health.state === 'settling' &&
          view.settledThrough === first?.settledThrough,
      )
    );
  }

  async tick(): Promise<void> {
    await this.clock.advance(tickMilliseconds);
    for (const ticker of this.#tickers) this.clock.measure(() => ticker.tick());
    await settle(3);
  }

  /** @throws Error if it does not come within a minute of the board's time. */
  async until(what: string, condition: () => boolean): Promise<void> {
    for (let ticks = 60_000 / tickMilliseconds; ticks > 0; ticks -= 1) {
      if (condition()) return;
      await this.tick();
    }
    throw new Error(`within a minute there was not: ${what}`);
  }

  /** The next sequence and digest of `device`'s commands; every reader of the board knows them. */
  async saidBy({ database, boardId }: AttackedDevice): Promise<OutboxEnd> {
    const opened = await promisifyRequest(database.open(`paxboard-board-${boardId}`));
    const objects = opened.transaction(objectStoreName).objectStore(objectStoreName);
    const end = await promisifyRequest<OutboxEnd | undefined>(objects.get(keys.outboxEnd));
    opened.close();
    return end ?? { nextSequence: 1, lastDigest: noDigest };
  }

  /** Releases objects that only the measurement keeps. */
  forget(): void {
    this.server.carried.length = 0;
    for (const channel of this.channels.all) channel.sent.length = 0;
  }

  async end(): Promise<void> {
    for (const { mesh } of this.devices) mesh.stop();
    await settle(3);
  }

  async #open(name: string, invite?: Invite): Promise<AttackedDevice> {
    const database = new IDBFactory();
    const ticker = new ManualTicker();
    this.#tickers.push(ticker);
    const signaling = this.server.client();
    const made: { mesh?: Mesh; me?: Myself; replica?: SessionReplica } = {};
    const random = () => (this.#bytes(1)[0] ?? 0) / 256;
    const shelf = createBoardShelf({
      deviceLabel: (id) => `Device ${id}`,
      signaling: async () => [],
      indexedDB: database,
      random: this.#bytes,
      now: () => 1000,
      clock: this.clock,
      schedule: queueMicrotask,
      singleWindow: { hold: async () => () => undefined },
      pageLife: () => () => undefined,
      connect: ({ me, keys }) => {
        made.me = me;
        made.mesh = new Mesh({
          me,
          keys,
          signaling: [signaling],
          createChannel: this.channels.createFor(name),
          clock: this.clock,
          random: this.#bytes,
        });
        return made.mesh;
      },
      openReplica: (store, transport, standing, boardKeys) => {
        made.replica = openReplica(store, transport, standing, boardKeys, {
          ed25519: nobleEd25519(queueMicrotask, () => 0),
          ticker,
          random,
          wait: () => settle(),
        });
        return made.replica;
      },
      warn: (text) => {
        throw new Error(text);
      },
    });
    await shelf.setMyName(name);
    const { id } = invite === undefined ? await shelf.create('Plans') : await shelf.join(invite);
    const session = await shelf.open(id);
    const { me, mesh, replica } = made;
    if (me === undefined || mesh === undefined || replica === undefined) throw new Error('it did not open');
    const device = {
      name,
      me,
      mesh,
      replica,
      session,
      database,
      boardId: id,
      address: () => signaling.address() ?? '',
    };
    this.devices.push(device);
    return device;
  }
}
