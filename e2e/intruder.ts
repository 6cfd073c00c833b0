/** A device that was invited, connects as it should, and then sends garbage. Runs in a page. */

import { browserMesh } from '#app/mesh/browser-mesh.ts';
import { HostBook } from '#app/mesh/host-book.ts';
import { deriveKeys } from '#shared/invite/keys.ts';
import { parseInvite } from '#shared/invite/link.ts';
import { replicaId } from '#shared/paxos/ids.ts';

/** @returns how many frames were sent, once `peers` others got all of them. */
export function intrude(link: string, peers: number): Promise<number> {
  const parsed = parseInvite(link);
  if (!parsed.ok) throw new Error(parsed.problem);
  const hosts = new HostBook(Date.now);
  for (const host of parsed.invite.hosts) hosts.add('invite', host);
  const mesh = browserMesh({
    replica: replicaId('mallory'),
    name: 'Mallory',
    keys: deriveKeys(parsed.invite.secret),
    hosts,
  });
  let reached = 0;
  let sent = 0;
  return new Promise((resolve) => {
    mesh.start({
      linkUp: ({ replica }) => {
        for (const frame of garbage()) {
          mesh.send(replica, 'consensus', frame);
          sent += 1;
        }
        reached += 1;
        if (reached === peers) resolve(sent);
      },
      linkDown: () => undefined,
      frame: () => undefined,
      changed: () => undefined,
      notice: () => undefined,
    });
  });
}

function garbage(): readonly Uint8Array[] {
  const random = Array.from({ length: 200 }, (_, at) => crypto.getRandomValues(new Uint8Array(at)));
  /** As the engine's messages begin, and then anything. */
  const likeMessages = random.map((bytes) => Uint8Array.of(1, ...bytes));
  /** An array of 2^32 - 1 values that never come; a map in a map in a map …; text of 4 GB. */
  const bombs = [
    Uint8Array.of(1, 0xdd, 0xff, 0xff, 0xff, 0xff),
    Uint8Array.of(1, ...Array<number>(10_000).fill(0x81)),
    Uint8Array.of(1, 0xdb, 0xff, 0xff, 0xff, 0xff, 0x41),
  ];
  return [new Uint8Array(), ...random, ...likeMessages, ...bombs, new Uint8Array(4 * 1024 * 1024)];
}
