import { describe, expect, it } from 'vitest';
import { forgottenMs, HostBook, hopelessMs, maxKnownHosts } from './host-book.ts';

const one = 'http://10.0.0.1:7420';
const two = 'http://10.0.0.2:7420';
const id = 'ab'.repeat(16);

function book() {
  const at = { now: 1_000_000_000_000 };
  const made = new HostBook(() => at.now);
  return { at, book: made, addresses: () => made.list().map(({ address }) => address) };
}

describe('a host book', () => {
  it('lists an address once, in any spelling and from any source', () => {
    const it = book();
    it.book.add('typed', 'HTTP://10.0.0.1:7420/');
    it.book.add('peer', one);
    expect(it.book.list()).toEqual([
      { address: one, sources: ['typed', 'peer'], state: { status: 'unused' } },
    ]);
    it.book.add('peer', 'javascript:alert(1)');
    expect(it.addresses()).toEqual([one]);
  });

  it('knows which hosts keep votes, as each said in its latest greeting', () => {
    const it = book();
    it.book.add('typed', one);
    it.book.greeted(one, { hostId: id, lends: true });
    expect(it.book.list()[0]).toMatchObject({ lends: true });
    it.book.greeted(one, { hostId: id, lends: false });
    expect(it.book.list()[0]).not.toHaveProperty('lends');
  });

  it('removes an address when its last source withdraws it', () => {
    const it = book();
    it.book.add('typed', one);
    it.book.set('found', [{ address: one }, { address: two }]);
    it.book.set('found', []);
    expect(it.book.list()).toEqual([{ address: one, sources: ['typed'], state: { status: 'unused' } }]);
    it.book.remove('typed', one);
    expect(it.addresses()).toEqual([]);
  });

  it('is bounded, and evicts the least useful first', () => {
    const it = book();
    it.book.add('peer', one);
    it.book.note(one, { status: 'connected' }, id);
    for (let at = 0; at < 100; at += 1) it.book.add('peer', `http://10.0.1.${at}:7420`);
    it.book.add('own', two);
    expect(it.addresses()).toHaveLength(maxKnownHosts);
    expect(it.addresses().slice(0, 2)).toEqual([two, one]);
    for (let at = 0; at < 8; at += 1) it.book.add('typed', `http://10.0.2.${at}:7420`);
    expect(it.addresses().filter((address) => address.startsWith('http://10.0.2.'))).toHaveLength(8);
    expect(it.addresses()).toContain(one);
  });

  it('does not evict met or named hosts for announced or gossiped ones', () => {
    const it = book();
    it.book.remember([{ address: one, metAt: it.at.now - 1000 }]);
    it.book.set('invite', [{ address: two }]);
    for (const source of ['found', 'peer'] as const) {
      const hosts = Array.from(
        { length: maxKnownHosts },
        (_, at) => `http://10.0.1.${at}:${source.length}420`,
      );
      it.book.set(
        source,
        hosts.map((address) => ({ address })),
      );
      for (const address of hosts) it.book.note(address, { status: 'connected' });
      it.book.set(
        source,
        hosts.map((address) => ({ address })),
      );
    }
    // Full of connected hosts: a typed address evicts one of those, not one that was met before.
    const typed = ['http://10.0.0.3:7420', 'http://10.0.0.4:7420'];
    for (const address of typed) it.book.add('typed', address);
    expect(it.addresses()).toHaveLength(maxKnownHosts);
    expect(it.addresses()).toEqual(expect.arrayContaining([one, two, ...typed]));
    expect(it.book.met().map(({ address }) => address)).toContain(one);
  });

  it('connects to discovered hosts after named ones, and keeps them from then on', () => {
    const it = book();
    it.book.set('own', [{ address: one }]);
    it.book.set('found', [{ address: two }]);
    expect(it.book.wanted()).toEqual([one]);
    it.book.note(one, { status: 'connecting' });
    expect(it.book.wanted()).toEqual([one]);
    it.book.note(one, { status: 'failing', why: { type: 'lost', host: 'gone' } });
    expect(it.book.wanted()).toEqual([one, two]);
    it.book.note(two, { status: 'connected' });
    it.book.note(one, { status: 'connecting' });
    expect([...it.book.wanted()].sort()).toEqual([one, two]);
  });

  it('leads with its own host and typed ones while they work, and with no others', () => {
    const it = book();
    const typed = 'http://10.0.0.3:7420';
    it.book.set('own', [{ address: one }]);
    it.book.add('typed', typed);
    for (const source of ['invite', 'found', 'peer'] as const) it.book.add(source, two);
    for (const address of [one, two, typed]) it.book.note(address, { status: 'connected' });
    expect(it.book.leading([two, typed, one])).toEqual([typed, one]);
    it.book.note(one, { status: 'failing', why: { type: 'lost', host: 'gone' } });
    expect(it.book.leading([two, typed, one])).toEqual([typed]);
  });

  it('uses one address of a host that has two, and the other when that fails', () => {
    const it = book();
    it.book.set('own', [{ address: one }]);
    it.book.note(one, { status: 'connected' }, id);
    it.book.set('found', [{ address: two, id }]);
    expect(it.book.wanted()).toEqual([one]);
    expect(it.book.list()[1]?.state).toEqual({ status: 'duplicate', of: one });
    it.book.note(one, { status: 'failing', why: { type: 'lost', host: 'gone' } });
    expect(it.book.wanted()).toEqual([one, two]);
  });

  it('recognises a host with two addresses once both have sent its id', () => {
    const it = book();
    it.book.add('invite', one);
    it.book.add('invite', two);
    it.book.note(one, { status: 'connected' }, id);
    it.book.note(two, { status: 'connected' }, id);
    expect(it.book.wanted()).toHaveLength(1);
  });

  it('evicts gossiped hosts that were never met', () => {
    const it = book();
    it.book.add('peer', one);
    it.book.add('peer', two);
    it.book.note(two, { status: 'connected' }, id);
    it.book.tidy();
    expect(it.addresses()).toHaveLength(2);
    it.at.now += hopelessMs + 1;
    it.book.tidy();
    expect(it.addresses()).toEqual([two]);
  });

  it('remembers met hosts, for a limited time', () => {
    const it = book();
    it.book.set('own', [{ address: one }]);
    it.book.note(one, { status: 'connected' }, id);
    it.book.set('found', [{ address: two }]);
    expect(it.book.met()).toEqual([]);
    it.book.note(two, { status: 'connected' }, 'cd'.repeat(16));
    expect(it.book.met()).toEqual([{ address: two, metAt: it.at.now }]);
    const later = book();
    later.at.now += forgottenMs + 1;
    later.book.remember(it.book.met());
    expect(later.addresses()).toEqual([]);
    later.at.now -= 2;
    later.book.remember(it.book.met());
    expect(later.book.list()).toEqual([
      { address: two, sources: ['remembered'], state: { status: 'unused' } },
    ]);
  });

  it('gossips working hosts, at addresses that peers can reach', () => {
    const it = book();
    it.book.set('own', [{ address: 'http://localhost:7420' }]);
    it.book.note('http://localhost:7420', { status: 'connected' }, id);
    expect(it.book.toGossip()).toEqual(['http://localhost:7420']);
    it.book.add('peer', two);
    expect(it.book.toGossip()).toEqual(['http://localhost:7420']);
    it.book.note(two, { status: 'connected' }, 'cd'.repeat(16));
    expect(it.book.toGossip()).toEqual([two]);
    it.book.setAnnounced([one]);
    expect(it.book.toGossip()).toEqual([one, two]);
  });
});
