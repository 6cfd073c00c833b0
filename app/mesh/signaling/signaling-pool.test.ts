import { expect, it } from 'vitest';
import { HostBook } from '../discovery/host-book.ts';
import { type SignalingNews, SignalingPool } from './signaling-pool.ts';
import type { SignalingTransport } from './signaling-transport.ts';

const one = 'http://10.0.0.1:7420';
const two = 'http://10.0.0.2:7420';

function pool() {
  const book = new HostBook(() => 0);
  const inMesh: SignalingTransport[] = [];
  const names = new Map<SignalingTransport, string>();
  const news = new Map<string, SignalingNews>();
  const made = new SignalingPool({
    book,
    mesh: {
      addSignaling: (signaling) => inMesh.push(signaling),
      removeSignaling: (signaling) => inMesh.splice(inMesh.indexOf(signaling), 1),
    },
    open: (address, listener) => {
      const signaling: SignalingTransport = {
        start: () => undefined,
        stop: () => undefined,
        address: () => undefined,
        send: () => undefined,
        state: () => ({ status: 'connecting' }),
        channelTo: () => {
          throw new Error('no witness');
        },
        retryNow: () => undefined,
        check: () => undefined,
      };
      names.set(signaling, address);
      news.set(address, listener);
      return signaling;
    },
  });
  return { book, pool: made, news, used: () => inMesh.map((signaling) => names.get(signaling)) };
}

it('uses every host of the book, as they come and go', async () => {
  const it = pool();
  it.book.add('own', one);
  it.pool.start();
  expect(it.used()).toEqual([one]);
  it.book.add('found', two);
  await Promise.resolve();
  // Named ones first.
  expect(it.used()).toEqual([one]);
  it.news.get(one)?.stateChanged({ status: 'connected' }, undefined);
  await Promise.resolve();
  expect(it.used()).toEqual([one, two]);
  it.book.remove('found', two);
  await Promise.resolve();
  expect(it.used()).toEqual([one]);
});

it('stops using the second address of a host once it is recognised, and uses it when the first fails', async () => {
  const it = pool();
  it.book.add('own', one);
  it.book.add('found', two);
  it.pool.start();
  it.news.get(one)?.stateChanged({ status: 'connected' }, 'ab'.repeat(16));
  await Promise.resolve();
  it.news.get(two)?.stateChanged({ status: 'connected' }, 'ab'.repeat(16));
  await Promise.resolve();
  expect(it.used()).toEqual([one]);
  it.news.get(one)?.stateChanged({ status: 'failing', why: { type: 'lost', host: 'gone' } }, undefined);
  await Promise.resolve();
  expect(it.used()).toEqual([one, two]);
});

it('reports each state to the book, and stops every transport when it stops', async () => {
  const it = pool();
  it.book.add('own', one);
  it.pool.start();
  expect(it.book.list()[0]?.state).toEqual({ status: 'connecting' });
  it.news.get(one)?.stateChanged({ status: 'connected' }, undefined);
  expect(it.book.list()[0]?.state).toEqual({ status: 'connected' });
  it.pool.stop();
  expect(it.used()).toEqual([]);
  expect(it.book.list()[0]?.state).toEqual({ status: 'unused' });
  it.news.get(one)?.stateChanged({ status: 'connected' }, undefined);
  expect(it.book.list()[0]?.state).toEqual({ status: 'unused' });
  it.book.add('found', two);
  await Promise.resolve();
  expect(it.used()).toEqual([]);
});

it('does not join at the second address of a host that greets while the first is connecting', () => {
  const it = pool();
  it.book.add('own', one);
  it.book.add('invite', two);
  it.pool.start();
  it.news.get(one)?.greeted({ hostId: 'ab'.repeat(16), lends: false });
  it.news.get(two)?.greeted({ hostId: 'ab'.repeat(16), lends: false });
  expect(it.used()).toEqual([one]);
});

it('passes on whether a host keeps votes', () => {
  const it = pool();
  it.book.add('own', one);
  it.pool.start();
  it.news.get(one)?.greeted({ hostId: undefined, lends: true });
  expect(it.book.list()).toMatchObject([{ address: one, lends: true }]);
});
