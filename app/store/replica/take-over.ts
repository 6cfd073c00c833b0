/**
 * An opening of a replica's database: it sets a fence, so that only the window that opened it last may write, and
 * reserves an incarnation for the numbers of that window's commands.
 */

import { promisifyRequest, type UseStore } from 'idb-keyval';
import { peerProtocol } from '#shared/invite/handshake.ts';
import { deviceKeyBytes } from '#shared/invite/keys/device-key.ts';
import { noDigest } from '#shared/paxos/model/entry.ts';
import { noSlot, type Slot } from '#shared/paxos/model/ids.ts';
import { incarnationAfter } from '#shared/paxos/model/sequence.ts';
import { fenceBytes, isFence } from '#shared/replica/fence.ts';
import { StoreCorrupted, StoreFenced } from '../errors.ts';
import { isIntact } from './intact-snapshot.ts';
import {
  type Contents,
  chunkPrefix,
  earlierChunkKeys,
  formatVersion,
  type Identity,
  keys,
  laterChunkKeys,
  type ReplicaKind,
  readContents,
} from './layout.ts';
import { readAll } from './read-all.ts';

export interface TakeOverOptions {
  /** Returns random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Whether a replica that is created by this call founds the board. Ignored for an existing one. */
  readonly founder: boolean;
  /** `board` unless given. */
  readonly kind?: ReplicaKind;
}

export interface TakenOver {
  /** `incarnation` is that of this opening. */
  readonly contents: Contents;
  readonly isNew: boolean;
  /** Random bytes: {@link writeFenced} compares them. */
  readonly fence: Uint8Array;
}

/** The single values that an opening writes. */
const keysOfOpening = [keys.identity, keys.protocol, keys.fence, keys.incarnation];

/**
 * In one transaction: reads everything, creates an identity if there is none, sets a new fence, and reserves the
 * incarnation of this opening. Meanwhile the digest of a snapshot is compared, beside the main thread if the platform can.
 *
 * @throws StoreCorrupted | StoreTooNew | StoreTooOld
 */
export async function takeOver(use: UseStore, options: TakeOverOptions): Promise<TakenOver> {
  const fence = options.random(fenceBytes);
  const identity = newIdentity(options);
  let found: Contents | undefined;
  let before: ReadonlyMap<IDBValidKey, unknown> = new Map();
  let intact: Promise<boolean> = Promise.resolve(true);
  await use('readwrite', async (objects) => {
    const { transaction } = objects;
    const done = promisifyRequest(transaction);
    try {
      const entries = await readAll(objects);
      found = readContents(entries, options.kind);
      before = new Map(entries.filter(([key]) => isChangedByOpening(key, found)));
      const format = formatVersion;
      if (found?.identity.format !== format)
        objects.put({ ...(found?.identity ?? identity), format }, keys.identity);
      if (found?.protocol !== peerProtocol) objects.put(peerProtocol, keys.protocol);
      objects.put(fence, keys.fence);
      removeIncomplete(objects, found);
      objects.put(found === undefined ? 0 : incarnationOfOpening(found), keys.incarnation);
      // While the disk works. Of a transaction that fails, nobody asks for it.
      intact = isIntact(found?.state?.snapshot, options.kind);
      intact.catch(() => undefined);
    } catch (error) {
      done.catch(() => undefined);
      transaction.abort();
      throw error;
    }
    await done;
  });
  if (found !== undefined) {
    if (!(await intact)) {
      await giveBack(use, fence, before);
      throw new StoreCorrupted('a damaged snapshot');
    }
    const contents = { ...found, incarnation: incarnationOfOpening(found) };
    return { contents, isNew: false, fence };
  }
  return {
    contents: {
      identity,
      state: undefined,
      outbox: [],
      outboxEnd: { nextSequence: 1, lastDigest: noDigest },
      incarnation: 0,
      protocol: peerProtocol,
    },
    isNew: true,
    fence,
  };
}

/** Whether an opening replaces or removes the value. */
function isChangedByOpening(key: IDBValidKey, found: Contents | undefined): boolean {
  if (Array.isArray(key)) return key[0] === chunkPrefix && key[1] !== snapshotThrough(found);
  return keysOfOpening.some((changed) => changed === key);
}

/**
 * A damaged store does not count as opened: the window that had it open goes on, with the chunks of a snapshot that it is
 * storing. Nothing if another one opened it since. A write of that window before this is refused, however long this takes:
 * it stops then.
 */
async function giveBack(
  use: UseStore,
  own: Uint8Array,
  before: ReadonlyMap<IDBValidKey, unknown>,
): Promise<void> {
  const given = use('readwrite', (objects) =>
    writeFenced(objects, own, () => {
      for (const key of keysOfOpening) objects.delete(key);
      for (const [key, value] of before) objects.put(value, key);
    }),
  );
  await given.catch(() => undefined);
}

/** Removes the chunks of a snapshot that an earlier window has not completed. */
function removeIncomplete(objects: IDBObjectStore, found: Contents | undefined): void {
  if (found === undefined) return;
  const through = snapshotThrough(found);
  for (const keysOf of [earlierChunkKeys, laterChunkKeys])
    objects.delete(IDBKeyRange.bound(...keysOf(through)));
}

function snapshotThrough(found: Contents | undefined): Slot {
  return found?.state?.snapshot?.through ?? noSlot;
}

function incarnationOfOpening({ incarnation, outboxEnd }: Contents): number {
  return incarnationAfter(incarnation, outboxEnd.nextSequence);
}

/**
 * Makes the requests of `change` in the current transaction, and resolves once it is complete. They do not wait for the
 * fence, which is read first: a transaction commits only after the results of all its requests, so a wrong fence aborts
 * it.
 *
 * @throws StoreFenced if another window has set its fence since; then, and if `change` throws, nothing is stored
 */
export function writeFenced(
  objects: IDBObjectStore,
  own: Uint8Array,
  change: (objects: IDBObjectStore) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const { transaction } = objects;
    let why: unknown;
    const abort = (error: unknown): void => {
      why = error;
      transaction.abort();
    };
    transaction.oncomplete = () => resolve();
    transaction.onabort = () =>
      reject(why ?? transaction.error ?? new DOMException('the transaction was aborted', 'AbortError'));
    const fence = objects.get(keys.fence);
    fence.onsuccess = () => {
      if (!isFence(fence.result, own)) abort(new StoreFenced());
    };
    try {
      change(objects);
    } catch (error) {
      abort(error);
    }
  });
}

function newIdentity({ random, now, founder }: TakeOverOptions): Identity {
  return { format: formatVersion, deviceSecretKey: random(deviceKeyBytes), founder, createdAt: now() };
}
