import { describe, expect, it, vi } from 'vitest';
import { PendingInvites } from '../invites/pending-invites.ts';
import { type AddressBar, Navigation } from './navigation.ts';

const base = 'http://host:7420/?theme=dark';
const link = `${base}#join=paxb`;

/** A history as a browser keeps it. Each change from outside is reported twice, as Chromium does. */
class FakeAddressBar implements AddressBar {
  readonly entries: string[];
  #at = 0;
  #changed: () => void = () => undefined;

  constructor(address: string) {
    this.entries = [address];
  }

  href(): string {
    return this.entries[this.#at] ?? '';
  }

  replace(fragment: string): void {
    this.entries[this.#at] = base + fragment;
  }

  push(fragment: string): void {
    this.#push(base + fragment);
  }

  onChange(callback: () => void): void {
    this.#changed = callback;
  }

  /** The person opens an address in this window. */
  visit(address: string): void {
    if (address !== this.href()) this.#push(address);
    this.#report();
  }

  go(steps: number): void {
    this.#at = Math.min(Math.max(this.#at + steps, 0), this.entries.length - 1);
    this.#report();
  }

  #push(address: string): void {
    this.entries.splice(this.#at + 1, Number.POSITIVE_INFINITY, address);
    this.#at += 1;
  }

  #report(): void {
    this.#changed();
    this.#changed();
  }
}

function opened(address: string) {
  const bar = new FakeAddressBar(address);
  const invites = new PendingInvites(undefined);
  return { bar, invites, navigation: new Navigation(bar, invites) };
}

const board = { page: 'board', id: 'b', tab: 'tasks' };

describe('an invite in the address', () => {
  it('is pending and removed from the address when the page opens with it', () => {
    const { bar, invites, navigation } = opened(link);
    expect(invites.current()).toBe(link);
    expect(navigation.page()).toEqual({ page: 'start' });
    expect(bar.entries).toEqual([base]);
  });

  it('is pending when it is opened on the start page, also a second time', () => {
    const { bar, invites, navigation } = opened(base);
    for (let time = 0; time < 2; time += 1) {
      bar.visit(link);
      expect(invites.current()).toBe(link);
      expect(navigation.page()).toEqual({ page: 'start' });
      invites.answered(link);
    }
    expect(bar.entries.join()).not.toContain('join');
  });

  it('is pending over the open board, whose address stays', () => {
    const { bar, invites, navigation } = opened(`${base}#board=b&tab=tasks`);
    const listener = vi.fn();
    navigation.subscribe(listener);
    bar.visit(link);
    expect(invites.current()).toBe(link);
    expect(navigation.page()).toEqual(board);
    expect(bar.href()).toBe(`${base}#board=b&tab=tasks`);
    expect(listener).not.toHaveBeenCalled();
    expect(bar.entries.join()).not.toContain('join');
  });

  it('does not return with Back and Forward once it is answered', () => {
    const { bar, invites, navigation } = opened(base);
    bar.visit(link);
    invites.answered(link);
    navigation.open('b');
    for (const steps of [-1, -1, 1, 1, -2, 2]) {
      bar.go(steps);
      expect(invites.current()).toBeUndefined();
    }
    expect(navigation.page()).toMatchObject({ page: 'board', id: 'b' });
  });
});

describe('the page', () => {
  it('follows Back and Forward, and is the same object until it changes', () => {
    const { bar, navigation } = opened(base);
    navigation.open('b');
    const page = navigation.page();
    expect(page).toEqual({ page: 'board', id: 'b', tab: 'whiteboard' });
    bar.go(0);
    expect(navigation.page()).toBe(page);
    bar.go(-1);
    expect(navigation.page()).toEqual({ page: 'start' });
    bar.go(1);
    expect(navigation.page()).toEqual(page);
    navigation.leave();
    expect(navigation.page()).toEqual({ page: 'start' });
    expect(bar.entries).toEqual([base, `${base}#board=b`, base]);
  });

  it('keeps its tab in the address, without an entry for each', () => {
    const { bar, navigation } = opened(`${base}#board=b`);
    navigation.showTab('tasks');
    expect(bar.entries).toEqual([`${base}#board=b&tab=tasks`]);
    expect(navigation.page()).toEqual(board);
  });

  it('does not change when the open board is opened', () => {
    const { bar, navigation } = opened(`${base}#board=b&tab=tasks`);
    navigation.open('b');
    expect(navigation.page()).toEqual(board);
    expect(bar.entries).toHaveLength(1);
  });
});
