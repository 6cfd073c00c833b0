/** One device of `settle.ts`: a board's session with its real storage and network, without a window. Runs in a page. */

import { openReplica } from '#app/replica/open.ts';
import type { BoardSession } from '#app/session/api.ts';
import { withNextFrame } from '#app/session/changes/pacing.ts';
import { createBoardShelf } from '#app/shelf/shelf.ts';
import type { BoardStore } from '#app/store/board-store.ts';
import type { Status } from '#shared/paxos/effects.ts';
import { isHintOnly } from '#shared/replica/loop/loop.ts';
import { whenShownAndStored } from './open-writes.ts';
import { reached, stageDecisions, stagedStore, stagedTransport } from './settle-stages.ts';

export { completedWrites as writes, watchWrites } from './open-writes.ts';
export { beginStages, endStages } from './settle-stages.ts';

/** Bytes of a message and of a stored value of the floor. */
const floorBytes = 200;

const pollingMs = 20;

export interface Transactions {
  readonly strict: number;
  readonly relaxed: number;
}

interface PlainInvite {
  readonly secret: readonly number[];
  readonly boardName: string;
}

let session: BoardSession | undefined;
let statusOf: () => Status | undefined = () => undefined;
let peersOf: () => number = () => 0;
let ownId = '';
const counted = { strict: 0, relaxed: 0 };

/** A window has frames of its own. Without one, each would draw an empty page. */
const frameMs = 16;

const shelf = createBoardShelf({
  schedule: withNextFrame({
    requestAnimationFrame: (callback) => setTimeout(callback, frameMs),
    setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
    queueMicrotask: (callback) => queueMicrotask(callback),
  }),
  signaling: async () => [location.origin],
  deviceLabel: (id) => id,
  openReplica: (store, transport, standing, keys) => {
    const replica = openReplica(stagedStore(counting(store)), stagedTransport(transport), standing, keys);
    stageDecisions(replica);
    ownId = replica.id;
    statusOf = () => replica.status();
    peersOf = () => transport.peers().length;
    return replica;
  },
});

function counting(store: BoardStore): BoardStore {
  return {
    opened: store.opened,
    commit: (batch) => {
      if (isHintOnly(batch)) counted.relaxed += 1;
      else counted.strict += 1;
      return store.commit(batch);
    },
    keepUnsaved: (pending) => store.keepUnsaved(pending),
    onGone: (listener) => store.onGone(listener),
    close: () => store.close(),
  };
}

/** @returns an invite to a new board. */
export async function create(name: string): Promise<PlainInvite> {
  const { id } = await shelf.create('Settling');
  await open(id, name);
  const { secret, boardName } = opened().invite('edit');
  return { secret: [...secret], boardName };
}

export async function join({ secret, boardName }: PlainInvite, name: string): Promise<void> {
  const { id } = await shelf.join({ secret: new Uint8Array(secret), boardName, hosts: [location.origin] });
  await open(id, name);
}

async function open(id: string, name: string): Promise<void> {
  await shelf.setMyName(name);
  session = await shelf.open(id);
}

function opened(): BoardSession {
  if (session === undefined) throw new Error('no board is open');
  return session;
}

/** Whether all members are `voters` and linked, and nothing is pending. */
export function isReady(voters: number): boolean {
  const voting = statusOf()?.configuration?.voters.length ?? 0;
  return voting === voters && peersOf() === voters - 1 && opened().view().pendingChanges === 0;
}

/** @returns the id of this device's replica. */
export function replica(): string {
  return ownId;
}

export function leads(): boolean {
  return statusOf()?.role === 'leader';
}

export interface Calm {
  /** Changes of the leader's ballot. */
  readonly elections: number;
  /** The longest time between two looks at it, which shows how busy the page was; milliseconds. */
  readonly longestPause: number;
}

let calm: Calm = { elections: 0, longestPause: 0 };
let watching: ReturnType<typeof setInterval> | undefined;

/** Watches the leader from now on. */
export function watchLeader(): void {
  const ballot = () => JSON.stringify(statusOf()?.leader);
  let before = ballot();
  let lookedAt = performance.now();
  clearInterval(watching);
  calm = { elections: 0, longestPause: 0 };
  watching = setInterval(() => {
    const now = performance.now();
    const isChanged = ballot() !== before;
    before = ballot();
    calm = {
      elections: calm.elections + (isChanged ? 1 : 0),
      longestPause: Math.max(calm.longestPause, now - lookedAt),
    };
    lookedAt = now;
  }, pollingMs);
}

/** Since {@link watchLeader}. */
export function leaderWatched(): Calm {
  return calm;
}

/** @returns the transactions since the last call. */
export function transactions(): Transactions {
  const taken = { ...counted };
  counted.strict = 0;
  counted.relaxed = 0;
  return taken;
}

/** @returns a card's id. */
export async function card(title: string): Promise<string> {
  await opened().createTask(title, 'todo');
  // The view follows in one of the next frames.
  for (;;) {
    const { todo } = opened().view().tasks;
    const found = todo.find((task) => task.title === title && !task.pending);
    if (found !== undefined) return found.id;
    await new Promise((resolve) => setTimeout(resolve, pollingMs));
  }
}

/**
 * Edits a card `count` times, `width` at a time.
 *
 * @returns milliseconds from each edit until it is settled, and of all together.
 */
export async function edit(
  id: string,
  count: number,
  width: number,
): Promise<{ readonly each: readonly number[]; readonly all: number }> {
  const each: number[] = [];
  let left = count;
  const begun = performance.now();
  const one = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const at = performance.now();
      reached('begun');
      await opened().editTask(id, { title: `Title ${left} of ${begun}` });
      reached('reported');
      each.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: width }, one));
  return { each, all: performance.now() - begun };
}

/**
 * As `edit`, with titles that count from 1. Begins at once.
 *
 * @returns when the first edit began, milliseconds since 1970. Resolves when all are settled.
 * @throws Error if one is refused.
 */
export async function editAll(id: string, titles: string, count: number, width: number): Promise<number> {
  let at = 0;
  const begun = performance.timeOrigin + performance.now();
  const one = async (): Promise<void> => {
    while (at < count) {
      at += 1;
      const { status } = await opened().editTask(id, { title: `${titles} ${at}` });
      if (status !== 'applied') throw new Error(`an edit is ${status}`);
    }
  };
  await Promise.all(Array.from({ length: width }, one));
  return begun;
}

/** @returns when each card has its title in the view, settled and stored; milliseconds since 1970. */
export function whenDone(titles: Readonly<Record<string, string>>): Promise<number> {
  const isShown = () => {
    const { tasks, pendingChanges } = opened().view();
    return Object.entries(titles).every(
      ([id, title]) =>
        pendingChanges === 0 &&
        tasks.todo.some((task) => task.id === id && task.title === title && !task.pending),
    );
  };
  return whenShownAndStored(isShown, (listener) => opened().subscribe(listener));
}

// The floor: a data channel and a database with nothing around them.

let connection: RTCPeerConnection | undefined;
let channel: RTCDataChannel | undefined;
let database: IDBDatabase | undefined;

/** @returns a session description. */
export async function offer(): Promise<string> {
  connection = new RTCPeerConnection({ iceServers: [] });
  channel = connection.createDataChannel('floor');
  channel.binaryType = 'arraybuffer';
  await connection.setLocalDescription(await connection.createOffer());
  return described(connection);
}

/** @returns the description that answers `offered`; the page returns every message from then on. */
export async function answer(offered: string): Promise<string> {
  connection = new RTCPeerConnection({ iceServers: [] });
  connection.ondatachannel = ({ channel: other }) => {
    other.binaryType = 'arraybuffer';
    other.onmessage = ({ data }) => other.send(data);
  };
  await connection.setRemoteDescription(JSON.parse(offered));
  await connection.setLocalDescription(await connection.createAnswer());
  return described(connection);
}

/** @param answered by {@link answer}. Resolves when the channel is open. */
export async function connect(answered: string): Promise<void> {
  const used = channel;
  if (connection === undefined || used === undefined) throw new Error('nothing was offered');
  const isOpen = new Promise<void>((resolve) => {
    used.onopen = () => resolve();
  });
  await connection.setRemoteDescription(JSON.parse(answered));
  await isOpen;
}

async function described(made: RTCPeerConnection): Promise<string> {
  await new Promise<void>((resolve) => {
    const look = () => {
      if (made.iceGatheringState === 'complete') resolve();
    };
    made.onicegatheringstatechange = look;
    look();
  });
  return JSON.stringify(made.localDescription);
}

/** @returns milliseconds of each of `count` round trips. */
export async function roundTrips(count: number): Promise<readonly number[]> {
  const used = channel;
  if (used === undefined) throw new Error('no channel');
  const times: number[] = [];
  for (let done = 0; done < count; done += 1) {
    const at = performance.now();
    await new Promise<void>((resolve) => {
      used.onmessage = () => resolve();
      used.send(new Uint8Array(floorBytes));
    });
    times.push(performance.now() - at);
  }
  return times;
}

/** @returns milliseconds of each of `count` transactions with strict durability and one put. */
export async function puts(count: number): Promise<readonly number[]> {
  database ??= await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('floor', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('values');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const used = database;
  const times: number[] = [];
  for (let key = 0; key < count; key += 1) {
    const at = performance.now();
    await new Promise<void>((resolve, reject) => {
      const transaction = used.transaction('values', 'readwrite', { durability: 'strict' });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      transaction.objectStore('values').put(new Uint8Array(floorBytes), key);
    });
    times.push(performance.now() - at);
  }
  return times;
}
