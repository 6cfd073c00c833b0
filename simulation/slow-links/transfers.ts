/** Large transfers on slow links: their time relative to the ideal, and the bytes sent per needed byte. */

import type { Limits } from '#shared/paxos/model/limits.ts';
import { SlowNetwork } from './network.ts';

const commandBytes = 200_000;

/** The time limit of a transfer, as a multiple of the ideal. */
const patience = 20;

export interface Transfer {
  readonly name: string;
  readonly mbitPerSecond: number;
  /** Undefined if it did not end. */
  readonly seconds: number | undefined;
  readonly idealSeconds: number;
  readonly sentBytes: number;
  /** The bytes that must be sent at least, over all links. */
  readonly neededBytes: number;
  /** New leaders during the transfer. */
  readonly leaderships: number;
  /** Bytes that waited at once in one direction of a link, at most. */
  readonly mostWaitingBytes: number;
}

export const transferKinds = [
  'leader submits 4 MB',
  'follower submits 4 MB',
  'newcomer learns 6 MB of log',
  'newcomer takes a 2 MB snapshot',
] as const;

export type TransferKind = (typeof transferKinds)[number];

/** `voters` voters of `members`; the others are off. */
function ready(members: number, voters: number, limits: Partial<Limits> = {}): SlowNetwork {
  const network = new SlowNetwork(members, limits);
  for (let position = 0; position < voters; position += 1) network.turnOn(position);
  network.run(3);
  if (voters > 1) network.letVote(voters);
  network.run(3);
  if (network.voters(0) !== voters) throw new Error('the replicas do not become ready');
  return network;
}

export function measureTransfer(name: TransferKind, mbitPerSecond: number): Transfer {
  const bytesPerSecond = (mbitPerSecond * 1e6) / 8;
  switch (name) {
    case 'leader submits 4 MB':
    case 'follower submits 4 MB': {
      const network = ready(3, 3);
      const [commands, submitter] = [20, name === 'leader submits 4 MB' ? 0 : 1];
      const bytes = commands * commandBytes;
      // A follower's commands go to the leader first; both directions overlap, except for the first command.
      const hops = submitter === 0 ? 0 : 1;
      const ideal = (bytes + hops * commandBytes) / bytesPerSecond;
      return measure(name, mbitPerSecond, network, ideal, (2 + hops) * bytes, {
        begin: () => {
          for (let at = 0; at < commands; at += 1) network.submit(submitter, body(at));
        },
        isDone: () => [0, 1, 2].every((position) => network.applied(position) === commands),
      });
    }
    case 'newcomer learns 6 MB of log': {
      const [network, commands] = [ready(3, 2), 30];
      fill(network, commands, commandBytes);
      const bytes = commands * commandBytes;
      return measure(name, mbitPerSecond, network, bytes / bytesPerSecond, bytes, {
        begin: () => network.turnOn(2),
        isDone: () => network.applied(2) === commands,
      });
    }
    case 'newcomer takes a 2 MB snapshot': {
      const [network, commands] = [ready(3, 2, { snapshotSlots: 10, retainedSlots: 2 }), 20];
      fill(network, commands, 100);
      const bytes = 2_000_000;
      return measure(name, mbitPerSecond, network, bytes / bytesPerSecond, bytes, {
        begin: () => network.turnOn(2),
        isDone: () => network.applied(2) === commands,
      });
    }
  }
}

function body(at: number): Uint8Array {
  return new Uint8Array(commandBytes).fill(at);
}

function fill(network: SlowNetwork, commands: number, bytes: number): void {
  for (let at = 0; at < commands; at += 1) {
    network.submit(0, body(at).subarray(0, bytes));
    network.run(0.2);
  }
}

function measure(
  name: TransferKind,
  mbitPerSecond: number,
  network: SlowNetwork,
  idealSeconds: number,
  neededBytes: number,
  { begin, isDone }: { readonly begin: () => void; readonly isDone: () => boolean },
): Transfer {
  network.mbitPerSecond = mbitPerSecond;
  network.mostWaitingBytes = 0;
  const { sentBytes, leaderships } = network;
  begin();
  const seconds = network.run(patience * idealSeconds + 5, isDone);
  return {
    name,
    mbitPerSecond,
    seconds,
    idealSeconds,
    sentBytes: network.sentBytes - sentBytes,
    neededBytes,
    leaderships: network.leaderships - leaderships,
    mostWaitingBytes: network.mostWaitingBytes,
  };
}
