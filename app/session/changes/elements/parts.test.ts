import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Board } from '#shared/board/board.ts';
import { decodeCommand, encodeCommand } from '#shared/board/bytes/codec.ts';
import { encodePlain } from '#shared/board/bytes/plain-data.ts';
import type { ElementPatch, Json } from '#shared/board/commands.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { partsOf } from './parts.ts';

const ada = replicaId('ada');
const bob = replicaId('bob');

function bytesOf(patch: ElementPatch): number {
  return encodePlain({ type: 'elements/patch', at: 1, patches: [patch], more: true }).byteLength;
}

function parts(patch: ElementPatch, maxBytes: number): readonly ElementPatch[] {
  const found = partsOf(patch, bytesOf, maxBytes);
  if (found === undefined) throw new Error('it cannot be divided');
  return found;
}

function bodies(patches: readonly ElementPatch[]): Uint8Array[] {
  return patches.map((patch, at) =>
    encodeCommand({
      type: 'elements/patch',
      at: 1,
      patches: [patch],
      ...(at < patches.length - 1 ? { more: true } : {}),
    }),
  );
}

const properties = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'd'),
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.array(fc.tuple(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })), { maxLength: 60 }),
  ),
  { noNullPrototype: true },
);

test('parts fit, and are the change as a whole once the last one is there', () => {
  fc.assert(
    fc.property(properties, (set) => {
      const patch: ElementPatch = { id: 'e', create: true, set: JSON.parse(JSON.stringify(set)) };
      const divided = parts(patch, 300);
      for (const part of divided) expect(bytesOf(part)).toBeLessThanOrEqual(300);
      const [whole, inParts] = [new Board(), new Board()];
      whole.apply({
        origin: ada,
        sequence: 1,
        body: encodeCommand({ type: 'elements/patch', at: 1, patches: [patch] }),
      });
      bodies(divided).forEach((body, at, all) => {
        expect(inParts.element('e')).toBeUndefined();
        expect(inParts.apply({ origin: ada, sequence: at + 1, body })).toEqual({ status: 'applied' });
        if (at < all.length - 1) expect(Board.restore(inParts.snapshot()).digest()).toBe(inParts.digest());
      });
      expect(inParts.elements()).toEqual(whole.elements());
    }),
  );
});

test('a patch that cannot be divided is not submitted', () => {
  expect(partsOf({ id: 'e', set: { a: { b: 'x'.repeat(500) } } }, bytesOf, 300)).toBeUndefined();
  // Neither a list whose one item does not fit, nor a text whose one character does not.
  expect(partsOf({ id: 'e', set: { a: [{ b: 'x'.repeat(500) }] } }, bytesOf, 300)).toBeUndefined();
  expect(partsOf({ id: 'e', set: { a: '🙂🙂' } }, bytesOf, 3)).toBeUndefined();
});

const points: Json = Array.from({ length: 12_000 }, (_, at) => [at / 3, at / 7]);

test('another command of its author drops an incomplete change; a command of another device does not', () => {
  const stroke: ElementPatch = { id: 'e', create: true, set: { type: 'freedraw', points } };
  const [first = new Uint8Array(), ...rest] = bodies(parts(stroke, 100_000));
  const rename = encodeCommand({ type: 'board/rename', at: 1, name: 'Plans' });
  const board = new Board();
  board.apply({ origin: ada, sequence: 1, body: first });
  board.apply({ origin: bob, sequence: 1, body: rename });
  const went = board.fork();
  rest.forEach((body, at) => {
    went.apply({ origin: ada, sequence: at + 2, body });
  });
  expect(went.element('e')).toMatchObject({ type: 'freedraw', points });
  board.apply({ origin: ada, sequence: 2, body: rename });
  const outcomes = rest.map((body, at) => board.apply({ origin: ada, sequence: at + 3, body }));
  expect(outcomes.every(({ status }) => status === 'refused')).toBe(true);
  expect(board.elements()).toEqual([]);
});

test('a continuation is of a text or a list, and the first patch of its part', () => {
  const decoded = (append: Json) =>
    decodeCommand(encodePlain({ type: 'elements/patch', at: 1, patches: [{ id: 'e', set: {}, append }] }));
  expect(decoded({ a: 'x', b: [1] }).ok).toBe(true);
  expect(decoded({ a: 1 }).ok).toBe(false);
  expect(decoded({ a: { b: 1 } }).ok).toBe(false);
});
