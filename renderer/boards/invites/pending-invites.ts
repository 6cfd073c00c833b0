/**
 * Received invites without an answer yet: from the address, or from a deep link or a file of the desktop app. The session's
 * storage keeps them across a reload; they are never in the address bar or the history.
 */

import * as v from 'valibot';
import { parseInvite } from '#shared/invite/link.ts';
import { maxPastedLength } from '#shared/invite/pasted.ts';

/** The maximum number of pending invites; the oldest are dropped. */
const maxPending = 4;

const storageKey = 'paxboard-pending-invites';
const schema = v.pipe(v.array(v.pipe(v.string(), v.maxLength(maxPastedLength))), v.maxLength(maxPending));

/** The used part of `sessionStorage`; each function may throw. */
export type InviteStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export class PendingInvites {
  readonly #storage: InviteStorage | undefined;
  readonly #listeners = new Set<() => void>();
  /** The latest is last, and is the first to be asked about. */
  #links: readonly string[];

  /** @param storage undefined if the browser allows none; then a reload loses the pending invites. */
  constructor(storage: InviteStorage | undefined) {
    this.#storage = storage;
    this.#links = stored(storage);
  }

  /** Adds a received link. The next one replaces an invalid one. */
  offer(link: string): void {
    // A longer text is not an invite; its beginning is enough for that error.
    const bounded = link.slice(0, maxPastedLength);
    const others = this.#links.filter((one) => one !== bounded && parseInvite(one).ok);
    this.#set([...others, bounded].slice(-maxPending));
  }

  /** The link to ask about; undefined if none is pending. */
  current(): string | undefined {
    return this.#links.at(-1);
  }

  /** The person joined, or declined. */
  answered(link: string): void {
    this.#set(this.#links.filter((one) => one !== link));
  }

  /** @returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #set(links: readonly string[]): void {
    this.#links = links;
    try {
      if (links.length === 0) this.#storage?.removeItem(storageKey);
      else this.#storage?.setItem(storageKey, JSON.stringify(links));
    } catch (error) {
      console.warn('An invite could not be kept for a reload.', error);
    }
    for (const listener of this.#listeners) listener();
  }
}

function stored(storage: InviteStorage | undefined): readonly string[] {
  try {
    const read = v.safeParse(schema, JSON.parse(storage?.getItem(storageKey) ?? '[]'));
    return read.success ? read.output : [];
  } catch (error) {
    console.warn('What was kept of an invite could not be read.', error);
    return [];
  }
}

/** @returns undefined if the browser allows none. */
export function sessionStorageOf(page: Window): InviteStorage | undefined {
  try {
    return page.sessionStorage;
  } catch (error) {
    console.warn('The browser does not allow storage for the session.', error);
    return undefined;
  }
}
