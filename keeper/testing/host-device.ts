/**
 * A device in Node whose members meet at a real host: a real session, replica and mesh. Only the data channels between
 * two devices are of the test, because Node has no WebRTC; those to a witness on the host are real sockets.
 */

import { systemClock } from '#app/clock/clock.ts';
import { Mesh } from '#app/mesh/mesh.ts';
import { WebSocketSignaling } from '#app/mesh/signaling/websocket-signaling.ts';
import { FakeChannels } from '#app/mesh/testing/fake-channels.ts';
import type { BoardSession, BoardShelf } from '#app/session/api.ts';
import { createBoardShelf } from '#app/shelf/shelf.ts';
import { freshIndexedDB } from '#app/store/testing/databases.ts';
import { askHost, type HostVote } from '#app/witness/ask-host.ts';
import type { Invite } from '#shared/invite/invite.ts';
import { nodeByteSocket, nodeSocket } from './node-client.ts';

export const channels = new FakeChannels(systemClock);

const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));

export class HostDevice {
  readonly #name: string;
  readonly #shelf: BoardShelf;
  #boardId = '';
  #session: BoardSession | undefined;

  constructor(name: string, host: string) {
    this.#name = name;
    const held = new Set<string>();
    this.#shelf = createBoardShelf({
      deviceLabel: (id) => `Device ${id}`,
      signaling: async () => [],
      indexedDB: freshIndexedDB(),
      random,
      lasting: { ask: async () => undefined, isLasting: async () => true },
      schedule: queueMicrotask,
      isGuest: false,
      singleWindow: {
        hold: async (id) => {
          held.add(id);
          return () => held.delete(id);
        },
      },
      pageLife: () => () => undefined,
      connect: ({ me, keys }) =>
        new Mesh({
          me,
          keys,
          signaling: [
            new WebSocketSignaling({
              host,
              openSocket: nodeSocket,
              openByteSocket: nodeByteSocket,
              clock: systemClock,
              random,
            }),
          ],
          createChannel: channels.createFor(name),
          clock: systemClock,
          random,
        }),
      warn: (text) => {
        throw new Error(text);
      },
    });
  }

  get session(): BoardSession {
    if (this.#session === undefined) throw new Error('the board is not open');
    return this.#session;
  }

  get view() {
    return this.session.view();
  }

  async create(): Promise<void> {
    await this.#shelf.setMyName(this.#name);
    this.#boardId = (await this.#shelf.create('Plans')).id;
    await this.open();
  }

  async join(invite: Invite): Promise<void> {
    await this.#shelf.setMyName(this.#name);
    this.#boardId = (await this.#shelf.join(invite)).id;
    await this.open();
  }

  async open(): Promise<void> {
    this.#session = await this.#shelf.open(this.#boardId);
  }

  async close(): Promise<void> {
    await this.#session?.close();
    this.#session = undefined;
  }

  /** Has the host keep a vote, and the members agree on it. */
  async lendHost(host: string): Promise<HostVote> {
    const options = { openByteSocket: nodeByteSocket, clock: systemClock, random };
    const vote = await askHost(host, this.session.invite('edit'), options);
    const lending = await this.session.members.lend(vote.id, 'Host', 'host');
    if (lending.status !== 'applied') throw new Error('the members did not agree');
    return vote;
  }

  /** Settles a task. */
  async settle(title: string): Promise<void> {
    const outcome = await this.session.createTask(title, 'todo');
    if (outcome.status !== 'applied') throw new Error(`it was refused: ${outcome.status}`);
  }
}

/** Resolves once `condition` holds. */
export async function until(what: string, condition: () => boolean, milliseconds = 60_000): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`it did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
