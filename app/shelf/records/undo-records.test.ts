import { expect, it } from 'vitest';
import { laterUndo, type StoredUndo } from '#app/session/changes/undo/stored-undo.ts';
import { keyValuesInMemory } from './key-values.ts';
import { UndoRecords } from './undo-records.ts';

it('the database has the steps of a board as one text, which the next opening reads', async () => {
  const store = keyValuesInMemory();
  const records = new UndoRecords(store, {
    warn: () => undefined,
    isGuest: false,
    pageStorage: () => undefined,
  });
  const step = [{ did: { id: 'a', set: { x: 1 } }, back: { id: 'a', set: { x: 0 } } }];
  const undo: StoredUndo = {
    version: 1,
    count: 1,
    elements: { undo: [step], redo: [] },
    tasks: { undo: [], redo: [] },
  };
  await (await records.open('board')).keep(undo);
  expect(await store.get('board')).toMatchObject({ text: JSON.stringify(undo) });
  expect(laterUndo(await records.open('board')).undo).toEqual(undo);
});
