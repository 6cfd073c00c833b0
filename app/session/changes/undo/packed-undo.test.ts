import { expect, it } from 'vitest';
import { maxCharacters, packedUndo, seemsStored, unpackedUndo } from './packed-undo.ts';
import { laterUndo, type StoredUndo } from './stored-undo.ts';

const step = [{ did: { id: 'a', set: { x: 1 } }, back: { id: 'a', set: { x: 0 } } }];
const undo: StoredUndo = {
  version: 1,
  count: 4,
  elements: { undo: [step], redo: [] },
  tasks: {
    undo: [],
    redo: [[{ did: { type: 'task/remove', id: 't' }, back: { type: 'task/remove', id: 't' } }]],
  },
};
const readOf = (stored: unknown) => laterUndo({ stored, left: undefined }).undo;

it('the database keeps the steps as one text, without an object for each of them', () => {
  const stored = structuredClone(packedUndo(undo));
  const { text, ...rest } = stored;
  expect(typeof text).toBe('string');
  expect(JSON.stringify(rest)).not.toContain('"a"');
  expect(readOf(stored)).toEqual(undo);
});

it.each([
  ['packed', packedUndo(undo)],
  ['of an earlier version', undo],
])('steps that are %s seem to be there without being read', (_, stored) => {
  const seen = (['elements', 'tasks'] as const).flatMap((kind) =>
    (['undo', 'redo'] as const)
      .filter((way) => seemsStored(stored, kind, way))
      .map((way) => `${kind} ${way}`),
  );
  expect(seen).toEqual(['elements undo', 'tasks redo']);
  expect(readOf(stored)).toEqual(undo);
});

it('a board opens without steps whose text is damaged or too long', () => {
  const packed = packedUndo(undo);
  expect(readOf({ ...packed, text: packed.text.slice(1) })).toBeUndefined();
  expect(unpackedUndo({ ...packed, text: ' '.repeat(maxCharacters) + packed.text })).toBeUndefined();
  for (const stored of [undefined, null, 'text', { text: 5 }, { ...packed, has: 'all' }])
    expect(seemsStored(stored, 'elements', 'undo')).toBe(false);
});
