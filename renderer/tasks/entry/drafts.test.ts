import { describe, expect, it, vi } from 'vitest';
import { FakeStorage } from '../../testing/fake-storage.ts';
import { startEdit } from '../dialog/edit.ts';
import { Drafts, maxDrafts } from './drafts.ts';

const draft = (title: string) => startEdit({ title, notes: 'n' });

describe('a draft', () => {
  it('is kept until it is deleted, also after a reload', () => {
    const storage = new FakeStorage();
    new Drafts(storage).set('b', 't', draft('Order'));
    new Drafts(storage).set('b', 't', draft('Order rope'));
    expect(new Drafts(storage).get('b', 't')).toEqual(draft('Order rope'));
    expect(new Drafts(storage).get('b', 'u')).toBeUndefined();
    expect(new Drafts(storage).get('c', 't')).toBeUndefined();
    new Drafts(storage).delete('b', 't');
    expect(new Drafts(storage).get('b', 't')).toBeUndefined();
  });

  it('is deleted with its board', () => {
    const drafts = new Drafts(new FakeStorage());
    for (const [board, id] of [
      ['b', 't'],
      ['b', 'u'],
      ['b:c', 't'],
      ['bc', 't'],
    ] as const)
      drafts.set(board, id, draft(id));
    drafts.deleteBoard('b');
    expect(drafts.get('b', 't')).toBeUndefined();
    expect(drafts.get('b', 'u')).toBeUndefined();
    expect(drafts.get('b:c', 't')).toEqual(draft('t'));
    expect(drafts.get('bc', 't')).toEqual(draft('t'));
  });

  it('is bounded in number and in length', () => {
    const storage = new FakeStorage();
    const drafts = new Drafts(storage);
    for (let number = 0; number < maxDrafts + 2; number += 1) drafts.set('b', `t${number}`, draft('a'));
    expect(storage.size).toBe(maxDrafts + 1);
    expect(drafts.get('b', 't1')).toBeUndefined();
    expect(drafts.get('b', 't2')).toEqual(draft('a'));
    drafts.set('b', 't2', draft('x'.repeat(1_000_000)));
    expect(drafts.get('b', 't2')).toBeUndefined();
    expect(storage.size).toBe(maxDrafts);
  });

  it('is undefined if the storage is invalid or fails', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const storage = new FakeStorage();
    storage.setItem('paxboard-draft:b:t', '{"mine":1}');
    storage.setItem('paxboard-draft:b:u', '{');
    storage.setItem('paxboard-drafts', '7');
    const drafts = new Drafts(storage);
    expect(drafts.get('b', 't')).toBeUndefined();
    expect(drafts.get('b', 'u')).toBeUndefined();
    storage.fails = true;
    drafts.set('b', 't', draft('a'));
    drafts.deleteBoard('b');
    expect(drafts.get('b', 't')).toBeUndefined();
    expect(new Drafts(undefined).get('b', 't')).toBeUndefined();
    warn.mockRestore();
  });
});
