/** An invited device that connects correctly, and then violates the protocol. Runs in a page. */

import { browserMesh } from '#app/mesh/browser-mesh.ts';
import { HostBook } from '#app/mesh/discovery/host-book.ts';
import { encodeCommand } from '#shared/board/bytes/codec.ts';
import { deviceIdentity, deviceKeyBytes } from '#shared/invite/keys/device-key.ts';
import { deriveKeys } from '#shared/invite/keys/keys.ts';
import { parseInvite } from '#shared/invite/link.ts';
import type { Message } from '#shared/paxos/messages.ts';
import { noDigest } from '#shared/paxos/model/entry.ts';
import { type ReplicaId, slot } from '#shared/paxos/model/ids.ts';
import { encodeMessage, encodeSessionMessage } from '#shared/wire/frame.ts';
import { chained } from '#shared/wire/group-digest.ts';

/** Sends garbage. @returns the number of frames, once they were sent to `peers` other devices. */
export function intrude(link: string, peers: number): Promise<number> {
  return sendToAll(link, peers, garbage);
}

/** With a view link, sends previews, commands and a leader's messages. @returns as {@link intrude}. */
export function overreach(link: string, peers: number): Promise<number> {
  return sendToAll(link, peers, commandsAndProposals);
}

type Frames = (me: ReplicaId) => readonly Uint8Array[];

function sendToAll(link: string, peers: number, frames: Frames): Promise<number> {
  const parsed = parseInvite(link);
  if (!parsed.ok) throw new Error(parsed.problem);
  const hosts = new HostBook(Date.now);
  for (const host of parsed.invite.hosts) hosts.add('invite', host);
  const identity = deviceIdentity(crypto.getRandomValues(new Uint8Array(deviceKeyBytes)));
  const mesh = browserMesh({
    me: { ...identity, name: 'Mallory' },
    keys: deriveKeys(parsed.invite.secret),
    hosts,
  });
  let reached = 0;
  let sent = 0;
  return new Promise((resolve) => {
    mesh.start({
      linkUp: ({ replica }) => {
        for (const frame of frames(identity.replica)) {
          mesh.send(replica, 'consensus', frame);
          sent += 1;
        }
        reached += 1;
        if (reached === peers) resolve(sent);
      },
      linkDown: () => undefined,
      frame: () => undefined,
      doubted: () => undefined,
      changed: () => undefined,
      notice: () => undefined,
    });
  });
}

function garbage(): readonly Uint8Array[] {
  const random = Array.from({ length: 200 }, (_, at) => crypto.getRandomValues(new Uint8Array(at)));
  /** Valid beginnings of engine messages, followed by garbage. */
  const likeMessages = random.map((bytes) => Uint8Array.of(1, ...bytes));
  /** An array of 2^32 - 1 missing values; 10,000 nested maps; a text of 4 GB. */
  const bombs = [
    Uint8Array.of(1, 0xdd, 0xff, 0xff, 0xff, 0xff),
    Uint8Array.of(1, ...Array<number>(10_000).fill(0x81)),
    Uint8Array.of(1, 0xdb, 0xff, 0xff, 0xff, 0xff, 0x41),
  ];
  return [new Uint8Array(), ...random, ...likeMessages, ...bombs, new Uint8Array(4 * 1024 * 1024)];
}

function commandsAndProposals(origin: ReplicaId): readonly Uint8Array[] {
  const body = encodeCommand({ type: 'board/rename', name: 'Mallory was here', at: 1 });
  const groups = chained([{ origin, first: 1, bodies: [body] }], noDigest, () => Uint8Array.of(1));
  const ballot = { epoch: slot(1), round: 1_000_000, replica: origin };
  const messages: readonly Message[] = [
    { type: 'submit', generation: 1, groups, forwarded: false },
    { type: 'prepare', generation: 1, ballot, firstSlot: slot(1) },
    ...Array.from({ length: 40 }, (_, at): Message => {
      const entries = [{ type: 'commands', groups }] as const;
      return {
        type: 'propose',
        generation: 1,
        ballot,
        firstSlot: slot(at + 1),
        entries,
        decidedThrough: slot(at + 1),
      };
    }),
  ];
  const set = { type: 'rectangle', x: 0, y: 0, width: 900, height: 900, backgroundColor: '#e03131' };
  const drawing = encodeSessionMessage({ type: 'presence', previews: [{ id: 'mallory', set }] });
  return [drawing, ...messages.map(encodeMessage)];
}
