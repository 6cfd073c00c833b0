/**
 * Invites that came and that nobody has answered yet, whatever way they came: in the address, from a deep link or a file
 * of the desktop app. They are in the session's storage, so that a reload keeps them; they are never in the address bar
 * or the history.
 */

import * as v from 'valibot';
import { parseInvite } from '#shared/invite/link.ts';
import { maxPastedLength } from '#shared/invite/pasted.ts';

/** Invites that wait, at most; the oldest are dropped. */
const maxPending = 4;

const storageKey = 'paxboard-pending-invites';
const schema = v.pipe(v.array(v.pipe(v.string(), v.maxLength(maxPastedLength))), v.maxLength(maxPending));

/** The used part of `sessionStorage`; each function may throw. */
export type InviteStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export class PendingInvites {
  readonly #storage: InviteStorage | undefined;
  readonly #listeners = new Set<() => void>();
  /** The latest is last, and is asked about first. */
  #links: readonly string[];

  /** @param storage undefined where the browser allows none; then a reload loses what waits. */
  constructor(storage: InviteStorage | undefined) {
    this.#storage = storage;
    this.#links = stored(storage);
  }

  /** A link came. One that is no good invite gives way to whatever comes next. */
  offer(link: string): void {
    // A longer text is no invite, and its beginning is enough to say so.
    const bounded = link.slice(0, maxPastedLength);
    const others = this.#links.filter((one) => one !== bounded && parseInvite(one).ok);
    this.#set([...others, bounded].slice(-maxPending));
  }

  /** The link to ask about; undefined if none waits. */
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

/** @returns undefined where the browser allows none. */
export function sessionStorageOf(page: Window): InviteStorage | undefined {
  try {
    return page.sessionStorage;
  } catch (error) {
    console.warn('The browser does not allow storage for the session.', error);
    return undefined;
  }
}
