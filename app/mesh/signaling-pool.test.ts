import { expect, it } from 'vitest';
import { HostBook } from './host-book.ts';
import { SignalingPool } from './signaling-pool.ts';
import type { SignalingTransport } from './signaling-transport.ts';
import type { SignalingState } from './transport.ts';

const one = 'http://10.0.0.1:7420';
const two = 'http://10.0.0.2:7420';

function pool() {
  const book = new HostBook(() => 0);
  const inMesh: SignalingTransport[] = [];
  const names = new Map<SignalingTransport, string>();
  const told = new Map<string, (state: SignalingState, id?: string) => void>();
  const made = new SignalingPool({
    book,
    mesh: {
      addSignaling: (signaling) => inMesh.push(signaling),
      removeSignaling: (signaling) => inMesh.splice(inMesh.indexOf(signaling), 1),
    },
    open: (address, tell) => {
      const signaling: SignalingTransport = {
        start: () => undefined,
        stop: () => undefined,
        address: () => undefined,
        send: () => undefined,
        state: () => ({ status: 'connecting' }),
      };
      names.set(signaling, address);
      told.set(address, (state, id) => tell(state, id));
      return signaling;
    },
  });
  return { book, pool: made, told, used: () => inMesh.map((signaling) => names.get(signaling)) };
}

it('uses every host of the book, as they come and go', async () => {
  const it = pool();
  it.book.add('own', one);
  it.pool.start();
  expect(it.used()).toEqual([one]);
  it.book.add('found', two);
  await Promise.resolve();
  expect(it.used()).toEqual([one, two]);
  it.book.remove('found', two);
  await Promise.resolve();
  expect(it.used()).toEqual([one]);
});

it('leaves the second address of a host when it has found out, and takes it up when the first fails', async () => {
  const it = pool();
  it.book.add('own', one);
  it.book.add('found', two);
  it.pool.start();
  it.told.get(one)?.({ status: 'connected' }, 'ab'.repeat(16));
  it.told.get(two)?.({ status: 'connected' }, 'ab'.repeat(16));
  await Promise.resolve();
  expect(it.used()).toEqual([one]);
  it.told.get(one)?.({ status: 'failing', why: 'gone' });
  await Promise.resolve();
  expect(it.used()).toEqual([one, two]);
});

it('tells the book how each is doing, and lets go of all when it stops', async () => {
  const it = pool();
  it.book.add('own', one);
  it.pool.start();
  expect(it.book.list()[0]?.state).toEqual({ status: 'connecting' });
  it.told.get(one)?.({ status: 'connected' }, undefined);
  expect(it.book.list()[0]?.state).toEqual({ status: 'connected' });
  it.pool.stop();
  expect(it.used()).toEqual([]);
  expect(it.book.list()[0]?.state).toEqual({ status: 'unused' });
  it.told.get(one)?.({ status: 'connected' }, undefined);
  expect(it.book.list()[0]?.state).toEqual({ status: 'unused' });
  it.book.add('found', two);
  await Promise.resolve();
  expect(it.used()).toEqual([]);
});
