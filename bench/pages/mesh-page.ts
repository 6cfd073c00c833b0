/** One device of `mesh.ts`: the mesh alone, without a board. Runs in a page. */

import { systemClock } from '#app/clock/clock.ts';
import { simplePeerChannel } from '#app/mesh/link/channel/simple-peer-channel.ts';
import { Mesh } from '#app/mesh/mesh.ts';
import { browserSocket } from '#app/mesh/signaling/socket.ts';
import { WebSocketSignaling } from '#app/mesh/signaling/websocket-signaling.ts';
import { deviceIdentity, deviceKeyBytes } from '#shared/invite/keys/device-key.ts';
import { deriveKeys } from '#shared/invite/keys/keys.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';

/** The first byte of a frame. The number of the question follows in four bytes. */
const kinds = { question: 0, answer: 1 } as const;

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

interface Peer {
  readonly replica: ReplicaId;
  readonly isDirect: boolean;
  /** From the start of the mesh until the link was up, milliseconds. */
  readonly afterMs: number;
}

interface Question {
  readonly to: ReplicaId;
  readonly answered: (at: number) => void;
  /** A link that ends takes its frames with it: as a board does, the page asks again on the next link. */
  readonly lost: () => void;
}

const peers = new Map<string, Peer>();
const questions = new Map<number, Question>();
let mesh: Mesh | undefined;
let asked = 0;

export function start(name: string, hosts: readonly string[]): void {
  const begun = performance.now();
  const made = new Mesh({
    me: { ...deviceIdentity(random(deviceKeyBytes)), name },
    keys: deriveKeys(new Uint8Array(32).fill(7)),
    signaling: hosts.map(
      (host) =>
        new WebSocketSignaling({
          host,
          openSocket: browserSocket,
          clock: systemClock,
          random,
        }),
    ),
    createChannel: simplePeerChannel,
    clock: systemClock,
    random,
  });
  mesh = made;
  made.start({
    linkUp: ({ replica, name: peer, via }) =>
      peers.set(peer, { replica, isDirect: via === undefined, afterMs: performance.now() - begun }),
    linkDown: (replica) => {
      for (const [peer, known] of peers) if (known.replica === replica) peers.delete(peer);
      for (const question of [...questions.values()]) if (question.to === replica) question.lost();
    },
    frame: (from, lane, bytes) => {
      const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
      if (bytes[0] === kinds.answer) questions.get(number)?.answered(performance.now());
      else made.send(from, lane, frame(kinds.answer, number, bytes[5] === 1 ? 6 : bytes.byteLength));
    },
    doubted: () => undefined,
    changed: () => undefined,
    notice: () => undefined,
  });
}

export function stop(): void {
  mesh?.stop();
  peers.clear();
}

export function link(name: string): Peer | undefined {
  return peers.get(name);
}

/**
 * @returns milliseconds until a frame of `bytes` bytes is answered: by as many bytes, or by six if `oneWay`. Undefined if the link
 *   ends first, or there is none.
 * @throws Error if no answer arrives within 20 seconds on a link that stays
 */
export function ask(name: string, bytes: number, oneWay: boolean): Promise<number | undefined> {
  const peer = peers.get(name);
  if (peer === undefined) return Promise.resolve(undefined);
  asked += 1;
  const number = asked;
  const askedAt = performance.now();
  return new Promise((resolve, reject) => {
    const close = () => {
      clearTimeout(limit);
      questions.delete(number);
    };
    const limit = setTimeout(() => {
      close();
      reject(new Error(`${name} does not answer; links: ${JSON.stringify([...peers])}`));
    }, 20_000);
    questions.set(number, {
      to: peer.replica,
      answered: (at) => {
        close();
        resolve(at - askedAt);
      },
      lost: () => {
        close();
        resolve(undefined);
      },
    });
    const question = frame(kinds.question, number, bytes);
    if (oneWay) question[5] = 1;
    mesh?.send(peer.replica, 'consensus', question);
  });
}

function frame(kind: number, number: number, bytes: number): Uint8Array {
  const made = new Uint8Array(Math.max(6, bytes));
  made[0] = kind;
  new DataView(made.buffer).setUint32(1, number);
  return made;
}
