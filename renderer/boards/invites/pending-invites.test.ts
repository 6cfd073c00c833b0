import { describe, expect, it, vi } from 'vitest';
import { formatBrowserLink, parseInvite } from '#shared/invite/link.ts';
import { maxPastedLength } from '#shared/invite/pasted.ts';
import { FakeStorage } from '../../testing/fake-storage.ts';
import { PendingInvites } from './pending-invites.ts';

function linkTo(boardName: string): string {
  const secret = Uint8Array.from({ length: 32 }, (_, at) => at);
  return formatBrowserLink({ secret, boardName, hosts: [] }, 'http://host');
}
const [a, b] = [linkTo('a'), linkTo('b')];

describe('a pending invite', () => {
  it('stays until it is answered, also after a reload', () => {
    const storage = new FakeStorage();
    const invites = new PendingInvites(storage);
    expect(invites.current()).toBeUndefined();
    invites.offer(a);
    expect(new PendingInvites(storage).current()).toBe(a);
    invites.answered(a);
    expect(invites.current()).toBeUndefined();
    expect(new PendingInvites(storage).current()).toBeUndefined();
    expect(storage.size).toBe(0);
  });

  it('precedes earlier ones, which follow once it is answered', () => {
    const invites = new PendingInvites(new FakeStorage());
    for (const link of [a, b, a]) invites.offer(link);
    expect(invites.current()).toBe(a);
    invites.answered(a);
    expect(invites.current()).toBe(b);
    invites.answered(b);
    expect(invites.current()).toBeUndefined();
  });

  it('is replaced by the next one if it is invalid', () => {
    const invites = new PendingInvites(new FakeStorage());
    invites.offer(a.slice(0, -5));
    invites.offer(a);
    invites.answered(a);
    expect(invites.current()).toBeUndefined();
  });

  it('notifies subscribers', () => {
    const invites = new PendingInvites(undefined);
    const listener = vi.fn();
    const end = invites.subscribe(listener);
    invites.offer(a);
    expect(listener).toHaveBeenCalledTimes(1);
    end();
    invites.answered(a);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('is bounded in number and in length', () => {
    const storage = new FakeStorage();
    const invites = new PendingInvites(storage);
    for (let number = 0; number < 50; number += 1) invites.offer(linkTo(`board ${number}`));
    const asked: string[] = [];
    for (let link = invites.current(); link !== undefined; link = invites.current()) {
      asked.push(link);
      invites.answered(link);
    }
    expect(asked).toEqual([49, 48, 47, 46].map((number) => linkTo(`board ${number}`)));

    invites.offer(`http://host/#join=${'x'.repeat(1_000_000)}`);
    expect(invites.current()).toHaveLength(maxPastedLength);
    expect(parseInvite(invites.current() ?? '').ok).toBe(false);
    expect(new PendingInvites(storage).current()).toBe(invites.current());
  });

  it.each(['', 'nonsense', '{}', '[1]', '["a","b","c","d","e"]', `["${'x'.repeat(maxPastedLength + 1)}"]`])(
    'is none if the storage holds nonsense: %.20s',
    (text) => {
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
      const storage = new FakeStorage();
      storage.setItem('paxboard-pending-invites', text);
      expect(new PendingInvites(storage).current()).toBeUndefined();
      warn.mockRestore();
    },
  );

  it('stays in memory if the storage fails', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const storage = new FakeStorage();
    storage.fails = true;
    const invites = new PendingInvites(storage);
    invites.offer(a);
    expect(invites.current()).toBe(a);
    expect(warn).toHaveBeenCalled();
    warn.mockRestore();
  });
});
