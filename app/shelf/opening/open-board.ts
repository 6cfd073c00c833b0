/** Opens a board of the shelf: its copy on this device, its replica in the mesh, its session, and their orderly end. */

import { BoardBlobs } from '#app/blobs/board-blobs.ts';
import { BlobTransport } from '#app/blobs/transfer/blob-transport.ts';
import type { SessionReplica } from '#app/replica/board-replica.ts';
import type { BoardStore } from '#app/store/board-store.ts';
import { toBase64url } from '#shared/invite/base64url.ts';
import { maxBoardNameLength } from '#shared/invite/invite.ts';
import { deriveKeys } from '#shared/invite/keys/keys.ts';
import { decodeSnapshot } from '#shared/paxos/catch-up/snapshot.ts';
import type { BoardSession, BoardSummary } from '../../session/api.ts';
import type { UndoStorage } from '../../session/changes/undo/stored-undo.ts';
import type { Network } from '../../session/device/network.ts';
import { Session } from '../../session/session.ts';
import type { BoardFacts } from '../../session/session-options.ts';
import type { DeviceFact } from '../../session/view/view.ts';
import type { BoardCopies } from '../copies/board-copies.ts';
import type { Persistence } from '../copies/persistence.ts';
import type { BackgroundWrites } from '../records/background-writes.ts';
import type { BoardSummaries } from '../records/board-summaries.ts';
import { boundedName, type OpenRecord, type ShelfRecords } from '../records/shelf-records.ts';
import type { UndoRecords } from '../records/undo-records.ts';
import type { ShelfOptions } from '../shelf-options.ts';

/** Random bytes in a task's id. */
const taskIdBytes = 12;

/** The parts of a shelf that its open boards share. */
export interface ShelfParts {
  readonly options: Required<ShelfOptions>;
  readonly records: ShelfRecords;
  readonly summaries: BoardSummaries;
  readonly undo: UndoRecords;
  readonly writes: BackgroundWrites;
  readonly copies: BoardCopies;
  readonly network: Network;
  readonly persistence: Persistence;
}

export interface OpenBoardListener {
  /** It has begun to close. The promise never rejects; the board may be opened again then. */
  closing(over: Promise<void>): void;
  /** Its replica has stopped; another window may open the board. */
  closed(): void;
}

/**
 * The session is started. After a failure nothing of it stays open.
 *
 * @param hasUndo whether the steps of undo are kept.
 */
export async function openBoard(
  parts: ShelfParts,
  record: OpenRecord,
  hasUndo: boolean,
  listener: OpenBoardListener,
): Promise<BoardSession> {
  const { options, records, network } = parts;
  const { isGuest, random, now, schedule, clock, warn } = options;
  const { id, access } = record;
  const { around, store, images, undo } = await openParts(parts, record);
  const { myName, own, hosts } = around;
  const { replica: myId, deviceKey, deviceSecretKey } = store.opened;
  const guest = isGuest ? ({ guest: true } as const) : {};
  let endLife = (): void => undefined;
  let blobs: BoardBlobs | undefined;
  try {
    const facts = await factsOf(parts, record, store, own !== undefined);
    const keys = deriveKeys(record.secret);
    const me = { replica: myId, deviceKey, deviceSecretKey, name: myName, ...guest };
    const mesh = options.connect({ me, keys, hosts });
    blobs = new BoardBlobs({
      store: images,
      clock,
      now,
      send: (to, bytes) => mesh.send(to, 'bulk', bytes),
      lied: (by, problem) => warn(`${by} sent ${problem}; it gets no request for ten minutes`),
      warn,
    });
    const transport = new BlobTransport(mesh, blobs);
    const replica = options.openReplica(store, transport, { access, ...guest }, keys);
    const session = new Session({
      boardId: id,
      boardName: record.name,
      founder: store.opened.founder,
      myName,
      deviceLabel: options.deviceLabel,
      ...guest,
      invite: { secret: record.secret, boardName: record.name, hosts: record.hosts },
      replica,
      blobs,
      now,
      random,
      renamed: (name) => parts.writes.add(records.setMyName(name), 'The name of this person'),
      newId: () => toBase64url(random(taskIdBytes)),
      schedule,
      clock,
      firstNotices: facts,
      ...(hasUndo ? { undo: keptUndo(parts, undo) } : {}),
      remember: (known) => remember(parts, id, known),
      summarise: (summary) => summarise(parts, id, summary),
      closing: (done) => {
        // A failed close is reported to its caller.
        const over = done.then(
          () => undefined,
          () => undefined,
        );
        listener.closing(over);
      },
      closed: () => {
        endLife();
        network.leave();
        listener.closed();
      },
    });
    const noted = records.change(id, (old) => ({ ...old, lastOpenedAt: now() }));
    parts.writes.add(noted, 'The time of an opening');
    endLife = followLife(options, { store, session, replica });
    await session.prepare(storedState(store));
    session.start();
    return session;
  } catch (error) {
    endLife();
    network.leave();
    blobs?.close();
    images.close();
    store.close();
    throw error;
  }
}

function keptUndo({ writes }: ShelfParts, undo: UndoStorage): UndoStorage {
  return {
    ...undo,
    keep: (steps) => {
      const written = undo.keep(steps);
      writes.add(written, 'The steps of undo of a board');
      return written;
    },
  };
}

/** All at once: each takes its time to read, and the host its time to answer. After a failure nothing stays open. */
async function openParts(parts: ShelfParts, record: OpenRecord) {
  const { copies, network } = parts;
  const { id } = record;
  const opening = {
    around: surroundings(parts, record),
    // A board is founded once. A founder without its copy is a newcomer.
    store: copies.openStore(id, record.founder && !record.founded),
    images: copies.openBlobs(id),
    undo: parts.undo.open(id),
  };
  try {
    const [around, store, images, undo] = await Promise.all([
      opening.around,
      opening.store,
      opening.images,
      opening.undo,
    ]);
    return { around, store, images, undo };
  } catch (error) {
    await Promise.allSettled([
      opening.around.then(() => network.leave()),
      opening.store.then((store) => store.close()),
      opening.images.then((images) => images.close()),
    ]);
    throw error;
  }
}

/** This person's name, and the addresses of hosts; `own` is undefined if they are unavailable. */
async function surroundings({ options, records, network }: ShelfParts, record: OpenRecord) {
  const [myName, own] = await Promise.all([records.myName(), ownHosts(options)]);
  return { myName, own, hosts: await network.enter(own ?? [], record.hosts) };
}

/** The board in the snapshot of the storage, without what the log after it has changed. */
function storedState({ opened }: BoardStore): Uint8Array | undefined {
  const image = opened.state?.snapshot;
  return image === undefined ? undefined : decodeSnapshot(image)?.state;
}

async function factsOf(
  { records, persistence, options: { isGuest } }: ShelfParts,
  { access, founded }: OpenRecord,
  store: BoardStore,
  hasAddresses: boolean,
): Promise<readonly DeviceFact[]> {
  const { isNew } = store.opened;
  const isLost = isNew && founded && !isGuest;
  const mayBePrivate =
    isNew && !isGuest && access === 'edit' && (await persistence.mayBePrivate((await records.all()).length));
  return [
    ...(isLost ? (['lostCopy'] as const) : []),
    ...(hasAddresses ? [] : (['noAddresses'] as const)),
    ...(mayBePrivate ? (['mayBePrivate'] as const) : []),
  ];
}

/** Undefined if they are unavailable: the board is opened nevertheless. */
async function ownHosts({ signaling, warn }: Required<ShelfOptions>): Promise<readonly string[] | undefined> {
  try {
    return await signaling();
  } catch (error) {
    warn(`The signaling servers are not known: ${String(error)}`);
    return undefined;
  }
}

function remember({ records, writes }: ShelfParts, id: string, { founded, boardName }: BoardFacts): void {
  const name = boundedName(boardName, maxBoardNameLength);
  const known = records.change(id, (old) => ({ ...old, name, founded: old.founded || founded }));
  writes.add(known, 'What is known of a board');
}

/** A board that was forgotten meanwhile has none. */
function summarise({ records, summaries, writes }: ShelfParts, id: string, summary: BoardSummary): void {
  const kept = records
    .find(id)
    .then((known) => (known === undefined ? undefined : summaries.keep(id, summary)));
  writes.add(kept, 'The summary of a board');
}

interface Running {
  readonly store: BoardStore;
  readonly session: Session;
  readonly replica: SessionReplica;
}

/**
 * The replica signs off when the page or the device is about to end, and the store keeps the commands that it lacks.
 *
 * @returns a function that ends this.
 */
function followLife(
  { pageLife, deviceLife }: Required<ShelfOptions>,
  { store, session, replica }: Running,
): () => void {
  const leave = () => store.keepUnsaved(session.leaving());
  // Before the network's own listener: a departing device announces it while it is still linked.
  const endings = [
    pageLife({
      goes: () => {
        leave();
        replica.signOff();
      },
      isBack: () => replica.stay(),
    }),
    deviceLife({
      leave: () => {
        leave();
        return replica.leave();
      },
      stay: () => replica.stay(),
      wake: () => replica.wake(),
    }),
  ];
  return () => {
    for (const end of endings) end();
  };
}
