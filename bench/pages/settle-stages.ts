/** Records the stages of changes in this page, for a timeline over all pages (`report/timeline.ts`). Runs in a page. */

import type { Transport } from '#app/mesh/transport.ts';
import type { BoardReplica } from '#app/replica/board-replica.ts';
import type { BoardStore } from '#app/store/board-store.ts';
import type { Message } from '#shared/paxos/messages.ts';
import type { Slot } from '#shared/paxos/model/ids.ts';
import { decodeFrame } from '#shared/wire/frame.ts';

/** The message or transaction of `slots`, or an edit, which has none. */
export interface Stage {
  readonly name:
    | 'begun'
    | 'reported'
    | 'storing'
    | 'stored'
    | 'decided'
    | `${'sent' | 'received'} ${'submit' | 'propose' | 'accept'}`;
  /** Milliseconds since 1970, by the clock of this page. */
  readonly at: number;
  readonly slots: readonly Slot[];
  /** The other end of a message. */
  readonly peer?: string;
}

/** Frames are decoded only once the recording ends: that takes time. */
interface Frame {
  readonly way: 'sent' | 'received';
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly peer: string;
}

let recorded: (Stage | Frame)[] | undefined;

const now = (): number => performance.timeOrigin + performance.now();

/** Records from now on. */
export function beginStages(): void {
  recorded = [];
}

/** @returns the stages since {@link beginStages}, in order. */
export function endStages(): readonly Stage[] {
  const all = recorded ?? [];
  recorded = undefined;
  return all.flatMap((one) => ('bytes' in one ? stagesOf(one) : [one]));
}

export function reached(name: Stage['name'], slots: readonly Slot[] = []): void {
  recorded?.push({ name, at: now(), slots });
}

/** As `store`, and records its transactions. */
export function stagedStore(store: BoardStore): BoardStore {
  return {
    opened: store.opened,
    commit: async (batch) => {
      const slots = batch.writes.flatMap(({ records }) => records.map(({ slot }) => slot));
      reached('storing', slots);
      await store.commit(batch);
      reached('stored', slots);
    },
    keepUnsaved: (pending) => store.keepUnsaved(pending),
    onGone: (listener) => store.onGone(listener),
    close: () => store.close(),
  };
}

/** As `transport`, and records its frames. */
export function stagedTransport(transport: Transport): Transport {
  return {
    start: (listener) =>
      transport.start({
        linkUp: (peer) => listener.linkUp(peer),
        linkDown: (peer) => listener.linkDown(peer),
        doubted: (peer) => listener.doubted(peer),
        changed: () => listener.changed(),
        notice: (notice) => listener.notice(notice),
        frame: (from, lane, bytes) => {
          recorded?.push({ way: 'received', at: now(), bytes, peer: from });
          listener.frame(from, lane, bytes);
        },
      }),
    send: (to, lane, bytes) => {
      transport.send(to, lane, bytes);
      recorded?.push({ way: 'sent', at: now(), bytes, peer: to });
    },
    stop: () => transport.stop(),
    isClear: (to) => transport.isClear(to),
    heed: (roles) => transport.heed(roles),
    dismiss: (removed) => transport.dismiss(removed),
    forged: (replica) => transport.forged(replica),
    peers: () => transport.peers(),
    signaling: () => transport.signaling(),
  };
}

/** Records the decisions of `replica`, which is not started yet. */
export function stageDecisions(replica: BoardReplica): void {
  const start = replica.start.bind(replica);
  replica.start = (listener) => {
    const decided = listener.decided.bind(listener);
    listener.decided = (all) => {
      reached(
        'decided',
        all.map(({ slot }) => slot),
      );
      decided(all);
    };
    start(listener);
  };
}

function stagesOf({ way, at, bytes, peer }: Frame): readonly Stage[] {
  const decoded = decodeFrame(bytes);
  if (!decoded.ok || decoded.frame.kind !== 'engine') return [];
  const { message } = decoded.frame;
  const slots = slotsOf(message);
  if (message.type !== 'submit' && slots.length === 0) return [];
  if (message.type !== 'submit' && message.type !== 'propose' && message.type !== 'accept') return [];
  return [{ name: `${way} ${message.type}`, at, slots, peer }];
}

function slotsOf(message: Message): readonly Slot[] {
  if (message.type !== 'propose' && message.type !== 'accept') return [];
  const { firstSlot } = message;
  const count = message.type === 'propose' ? message.entries.length : message.through - firstSlot + 1;
  return Array.from({ length: count }, (_, at) => (firstSlot + at) as Slot);
}
