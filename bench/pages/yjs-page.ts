/** One device of `peers.ts` with Yjs: a document with a map per card, shared by y-webrtc. Runs in a page. */

import { IndexeddbPersistence } from 'y-indexeddb';
import { WebrtcProvider } from 'y-webrtc';
import * as Y from 'yjs';
import { completedWrites, watchWrites, whenShownAndStored } from './open-writes.ts';

/** `shipped`: y-indexeddb as it is. `strict`: the same with strict transactions. */
export type YjsStorage = 'none' | 'shipped' | 'strict';

const now = () => performance.timeOrigin + performance.now();

const doc = new Y.Doc();
const cards = doc.getMap<Y.Map<string>>('cards');
let provider: WebrtcProvider | undefined;

export async function start(room: string, signaling: string, storage: YjsStorage): Promise<void> {
  if (storage !== 'none') {
    watchWrites(storage === 'strict');
    await new IndexeddbPersistence(room, doc).whenSynced;
  }
  // The default of simple-peer names public servers.
  const peerOpts = { config: { iceServers: [] } };
  provider = new WebrtcProvider(room, doc, { signaling: [signaling], peerOpts });
}

/** Whether this page is connected to the two others. */
export function isReady(): boolean {
  const links = [...(provider?.room?.webrtcConns.values() ?? [])];
  return links.length === 2 && links.every(({ connected }) => connected);
}

export function addCard(id: string): void {
  cards.set(id, new Y.Map<string>(Object.entries({ title: 'New' })));
}

/**
 * Edits a card `count` times, each in its own transaction of the document. After every `width` edits, messages and
 * timers have their turn.
 *
 * @returns when the first edit began, milliseconds since 1970.
 */
export async function edit(id: string, titles: string, count: number, width: number): Promise<number> {
  const begun = now();
  for (let at = 1; at <= count; at += 1) {
    cards.get(id)?.set('title', `${titles} ${at}`);
    if (at % width === 0) await turn();
  }
  return begun;
}

/** As soon as a message of a channel could be delivered; a timer would wait for at least four milliseconds. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** @returns when each card has its title here and is stored, milliseconds since 1970. */
export function whenDone(titles: Readonly<Record<string, string>>): Promise<number> {
  const isShown = () => Object.entries(titles).every(([id, title]) => cards.get(id)?.get('title') === title);
  return whenShownAndStored(isShown, (listener) => cards.observeDeep(listener));
}

/** Transactions that wrote. */
export function writes(): number {
  return completedWrites();
}
