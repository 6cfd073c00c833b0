/**
 * One window per board and device.
 *
 * This only serves the message to the person: the store's fencing (`app/store`) prevents that two windows act as one
 * replica. So a lock that is held wrongly for a moment is a nuisance, and a missed one is not a danger.
 */

import { bytesToHex } from '@noble/hashes/utils.js';
import { sleep, systemClock } from '#app/clock/clock.ts';
import { BoardOpenElsewhere } from '../../session/api.ts';

/** Releases the board, so that another window may open it. */
export type Release = () => void;

export interface SingleWindow {
  /** @throws BoardOpenElsewhere if another window of this device has opened the board. */
  hold(boardId: string): Promise<Release>;
}

/** The browser's APIs; `locks` only in secure contexts, which plain HTTP on a LAN address is not. */
export interface WindowSources {
  readonly locks?: Pick<LockManager, 'request'>;
  openChannel(name: string): ClaimChannel;
  /** Resolves after `milliseconds`. */
  wait(milliseconds: number): Promise<void>;
  /** Identifies this claim; different in every window. */
  nonce(): string;
}

/** The part of `BroadcastChannel` that is used. */
export interface ClaimChannel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

/** How long a claim waits for an objection; also the wait before a lock is retried. */
export const claimMilliseconds = 200;

/** Uses Web Locks if available, otherwise messages between windows. */
export function singleWindow(sources: WindowSources): SingleWindow {
  const { locks } = sources;
  return {
    hold: (boardId) => {
      const name = `paxboard-window-${boardId}`;
      return locks === undefined ? holdByClaim(name, sources) : holdByLock(name, locks, sources);
    },
  };
}

/** A page that is being reloaded may release its lock after its successor asks: so it asks twice. */
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
 * Broadcasts a claim and waits for an objection. Of two concurrent claims the one with the lower nonce wins: it
 * objects, and the other also gives up by itself, as the first may have missed its message.
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

/** Other pages of this origin may be of another version: other messages are ignored. */
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
  return new BoardOpenElsewhere('another window holds the board');
}

/** This browser's APIs. */
export function browserWindowSources(): WindowSources {
  // The types always include `locks`; outside a secure context it is undefined.
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  return {
    ...(locks === undefined ? {} : { locks }),
    openChannel: (name) => new BroadcastChannel(name),
    wait: (milliseconds) => sleep(systemClock, milliseconds),
    nonce: () => bytesToHex(crypto.getRandomValues(new Uint8Array(16))),
  };
}
