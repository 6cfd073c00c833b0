import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ElementPatch } from '#shared/board/commands.ts';
import { splitPatches } from './split.ts';

const limits = { maxCommandBytes: 200, maxPatches: 4 };

function bytesOf(patches: readonly ElementPatch[]): number {
  return new TextEncoder().encode(JSON.stringify({ type: 'elements/patch', patches })).length;
}

function patch(id: string, length = 0): ElementPatch {
  return { id, set: { text: 'x'.repeat(length) } };
}

test('no patches make no command', () => {
  expect(splitPatches([], bytesOf, limits)).toEqual({ commands: [], divided: [], tooLarge: [] });
});

test('a change within the bounds is one command with the same patches', () => {
  const patches = [patch('a'), patch('b')];
  expect(splitPatches(patches, bytesOf, limits).commands).toEqual([patches]);
});

test('more patches than one command may have are several', () => {
  const patches = ['a', 'b', 'c', 'd', 'e'].map((id) => patch(id));
  const roomy = { ...limits, maxCommandBytes: 100_000 };
  expect(splitPatches(patches, bytesOf, roomy).commands.map((one) => one.length)).toEqual([4, 1]);
});

test('a patch too large for any command is divided or named, the others follow in order', () => {
  const whole = { id: 'whole', set: { data: { text: 'x'.repeat(500) } } };
  const patches = [patch('a'), patch('huge', 500), whole, patch('b')];
  const { commands, divided, tooLarge } = splitPatches(patches, bytesOf, limits);
  expect(commands).toEqual([[patch('a'), patch('b')]]);
  expect(tooLarge).toEqual([whole]);
  expect(divided).toHaveLength(1);
  for (const part of divided.flatMap(({ parts }) => parts))
    expect(bytesOf([part])).toBeLessThanOrEqual(limits.maxCommandBytes);
});

test('every command fits, none is empty, nothing is lost or reordered', () => {
  const some = fc.array(fc.record({ id: fc.string({ maxLength: 8 }), length: fc.nat(300) }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(some, (sizes) => {
      const patches = sizes.map(({ id, length }) => patch(id, length));
      const { commands, divided, tooLarge } = splitPatches(patches, bytesOf, limits);
      for (const command of commands) {
        expect(command.length).toBeGreaterThan(0);
        expect(command.length).toBeLessThanOrEqual(limits.maxPatches);
        expect(bytesOf(command)).toBeLessThanOrEqual(limits.maxCommandBytes);
      }
      const large = patches.filter((one) => bytesOf([one]) > limits.maxCommandBytes);
      expect(commands.flat()).toEqual(patches.filter((one) => !large.includes(one)));
      expect(tooLarge).toEqual([]);
      expect(divided.map((one) => one.patch.id)).toEqual(large.map(({ id }) => id));
    }),
  );
});
