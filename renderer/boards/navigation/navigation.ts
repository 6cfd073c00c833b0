/** The page that the window shows, synchronised with the address. */

import type { PendingInvites } from '../invites/pending-invites.ts';
import { type BoardTab, formatBoardRoute, type Page, readRoute, startPage } from './route.ts';

/** The address of the window. */
export interface AddressBar {
  href(): string;
  /** Replaces the fragment by `#…` or an empty one: Back does not return to the previous one. */
  replace(fragment: string): void;
  /** Sets the fragment, with an entry in the history. */
  push(fragment: string): void;
  /** Calls back after each change from outside: Back, Forward, a link that is opened in this window. */
  onChange(callback: () => void): void;
}

export class Navigation {
  readonly #bar: AddressBar;
  readonly #invites: PendingInvites;
  readonly #listeners = new Set<() => void>();
  #page: Page = startPage;

  constructor(bar: AddressBar, invites: PendingInvites) {
    this.#bar = bar;
    this.#invites = invites;
    bar.onChange(() => this.#follow());
    this.#follow();
  }

  /** The same object until it changes. */
  page(): Page {
    return this.#page;
  }

  /** @returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  open(id: string): void {
    const page: Page = { page: 'board', id, tab: 'whiteboard' };
    // The open board stays at its tab.
    if (this.#page.page === 'board' && this.#page.id === id) return;
    this.#bar.push(fragmentOf(page));
    this.#show(page);
  }

  leave(): void {
    this.#bar.push('');
    this.#show(startPage);
  }

  showTab(tab: BoardTab): void {
    if (this.#page.page !== 'board') return;
    const page: Page = { ...this.#page, tab };
    this.#bar.replace(fragmentOf(page));
    this.#show(page);
  }

  /**
   * A browser may report one change twice (`popstate`, `hashchange`); the second report sees the address after the first. So
   * an invite moves to the pending ones, and the address returns to the shown page.
   */
  #follow(): void {
    const route = readRoute(this.#bar.href());
    if (route.page !== 'join') {
      this.#show(route);
      return;
    }
    // In the address bar its secret would be part of screenshots and histories.
    this.#bar.replace(fragmentOf(this.#page));
    this.#invites.offer(route.link);
  }

  #show(page: Page): void {
    if (fragmentOf(page) === fragmentOf(this.#page)) return;
    this.#page = page;
    for (const listener of this.#listeners) listener();
  }
}

function fragmentOf(page: Page): string {
  return page.page === 'start' ? '' : formatBoardRoute(page.id, page.tab);
}

export function addressBarOf(page: Window): AddressBar {
  const address = (fragment: string) => page.location.pathname + page.location.search + fragment;
  return {
    href: () => page.location.href,
    replace: (fragment) => page.history.replaceState(null, '', address(fragment)),
    push: (fragment) => page.history.pushState(null, '', address(fragment)),
    onChange: (callback) => {
      page.addEventListener('popstate', callback);
      page.addEventListener('hashchange', callback);
    },
  };
}
