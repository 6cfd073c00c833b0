import { expect, test } from 'vitest';
import { FakePageStorage } from '#app/store/testing/databases.ts';
import { BoardNames } from './board-names.ts';

const [plans, rota] = ['Plans', 'Rota'].map((name) => ({ id: `id of ${name}`, name }));
if (plans === undefined || rota === undefined) throw new Error('unreachable');

test('a vanished board is lost until it is back or forgotten; a renamed one has its latest name', () => {
  const storage = new FakePageStorage();
  const names = () => new BoardNames(() => storage);
  expect(names().others([plans, rota])).toEqual([]);
  expect(names().others([{ ...plans, name: 'New plans' }, rota])).toEqual([]);
  expect(names().others([])).toEqual([{ ...plans, name: 'New plans' }, rota]);
  expect(names().others([rota])).toEqual([{ ...plans, name: 'New plans' }]);
  names().forget([plans.id]);
  expect(names().others([rota])).toEqual([]);
  names().add(plans);
  expect(names().others([])).toEqual([plans, rota]);
  names().forget([rota.id, plans.id]);
  expect(storage.texts.size).toBe(0);
});

test.each([
  ['no JSON', '{'],
  ['something else', '{"id":1}'],
  ['too many', JSON.stringify(Array(501).fill(plans))],
])('a storage that holds %s loses nothing', (_, text) => {
  const storage = new FakePageStorage();
  storage.texts.set('paxboard-boards', text);
  expect(new BoardNames(() => storage).others([plans])).toEqual([]);
});

test('a blocked storage is tolerated', () => {
  const names = new BoardNames(() => {
    throw new DOMException('no', 'SecurityError');
  });
  expect(names.others([plans])).toEqual([]);
  names.forget([plans.id]);
});
