/**
 * One window per board and device.
 *
 * This is for the message: what keeps two windows from being one replica twice is the store's fencing
 * (`app/store`). So a lock that is held wrongly for a moment is a nuisance, and one that is missed is not a danger.
 */

import { BoardOpenElsewhere } from '../session/api.ts';

/** Lets the board go, so that another window may open it. */
export type Release = () => void;

export interface SingleWindow {
  /** @throws BoardOpenElsewhere if another window of this device has the board open. */
  hold(boardId: string): Promise<Release>;
}

/** What the browser offers; `locks` only in secure contexts, which plain HTTP on a LAN address is not. */
export interface WindowSources {
  readonly locks?: Pick<LockManager, 'request'>;
  openChannel(name: string): ClaimChannel;
  /** Resolves after so many milliseconds. */
  wait(milliseconds: number): Promise<void>;
  /** Names this claim; different in every window. */
  nonce(): string;
}

/** The part of `BroadcastChannel` that is used. */
export interface ClaimChannel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

/** How long a claim waits for another window to object; also before a lock is tried again. */
export const claimMilliseconds = 200;

/** By Web Locks where there are any, else by asking the other windows. */
export function singleWindow(sources: WindowSources): SingleWindow {
  const { locks } = sources;
  return {
    hold: (boardId) => {
      const name = `paxboard-window-${boardId}`;
      return locks === undefined ? holdByClaim(name, sources) : holdByLock(name, locks, sources);
    },
  };
}

/** A page that is being reloaded may let go a moment after its successor asks: so it asks twice. */
async function holdByLock(
  name: string,
  locks: Pick<LockManager, 'request'>,
  sources: WindowSources,
): Promise<Release> {
  const first = await tryLock(name, locks);
  if (first !== undefined) return first;
  await sources.wait(claimMilliseconds);
  const second = await tryLock(name, locks);
  if (second !== undefined) return second;
  throw openElsewhere();
}

function tryLock(name: string, locks: Pick<LockManager, 'request'>): Promise<Release | undefined> {
  return new Promise((resolve, reject) => {
    const request = locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock === null) {
        resolve(undefined);
        return undefined;
      }
      return new Promise<void>((release) => {
        resolve(() => release());
      });
    });
    request.catch(reject);
  });
}

type Claim = { readonly type: 'claim'; readonly nonce: string };
type Held = { readonly type: 'held'; readonly nonce: string };

/**
 * Says "I claim it" and waits for someone to say "I have it". Of two that wait at the same time the one with the
 * lower nonce goes first: it objects, and the other gives up by itself too, as the first may not have heard of it.
 */
async function holdByClaim(name: string, sources: WindowSources): Promise<Release> {
  const channel = sources.openChannel(name);
  const mine = sources.nonce();
  let holding = false;
  let objected = false;
  channel.addEventListener('message', ({ data }) => {
    if (isWord(data, 'claim') && data.nonce !== mine) {
      if (holding || mine < data.nonce)
        channel.postMessage({ type: 'held', nonce: data.nonce } satisfies Held);
      else objected = true;
    }
    if (isWord(data, 'held') && data.nonce === mine) objected = true;
  });
  channel.postMessage({ type: 'claim', nonce: mine } satisfies Claim);
  await sources.wait(claimMilliseconds);
  if (objected) {
    channel.close();
    throw openElsewhere();
  }
  holding = true;
  return () => channel.close();
}

/** Other pages of this origin may be of another version: anything else on the channel is not for us. */
function isWord<Type extends string>(
  data: unknown,
  type: Type,
): data is { readonly type: Type; readonly nonce: string } {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    data.type === type &&
    'nonce' in data &&
    typeof data.nonce === 'string'
  );
}

function openElsewhere(): BoardOpenElsewhere {
  return new BoardOpenElsewhere(
    'This board is open in another window of this device. Nothing is lost: go on there, or close it first.',
  );
}

/** What this browser offers. */
export function browserWindowSources(): WindowSources {
  // The types promise `locks` everywhere; outside a secure context it is not there.
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  return {
    ...(locks === undefined ? {} : { locks }),
    openChannel: (name) => new BroadcastChannel(name),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    nonce: () =>
      [...crypto.getRandomValues(new Uint8Array(16))]
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join(''),
  };
}
