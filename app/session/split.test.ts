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

test('nothing makes no command', () => {
  expect(splitPatches([], bytesOf, limits)).toEqual({ commands: [], tooLarge: [] });
});

test('what fits is one command, the same patches', () => {
  const patches = [patch('a'), patch('b')];
  expect(splitPatches(patches, bytesOf, limits).commands).toEqual([patches]);
});

test('more patches than one command may have are several', () => {
  const patches = ['a', 'b', 'c', 'd', 'e'].map((id) => patch(id));
  const roomy = { ...limits, maxCommandBytes: 100_000 };
  expect(splitPatches(patches, bytesOf, roomy).commands.map((one) => one.length)).toEqual([4, 1]);
});

test('a patch too large for any command is named, the others go on in their order', () => {
  const patches = [patch('a'), patch('huge', 500), patch('b')];
  expect(splitPatches(patches, bytesOf, limits)).toEqual({
    commands: [[patch('a'), patch('b')]],
    tooLarge: [patch('huge', 500)],
  });
});

test('every command fits, none is empty, nothing is lost or reordered', () => {
  const some = fc.array(fc.record({ id: fc.string({ maxLength: 8 }), length: fc.nat(300) }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(some, (sizes) => {
      const patches = sizes.map(({ id, length }) => patch(id, length));
      const { commands, tooLarge } = splitPatches(patches, bytesOf, limits);
      for (const command of commands) {
        expect(command.length).toBeGreaterThan(0);
        expect(command.length).toBeLessThanOrEqual(limits.maxPatches);
        expect(bytesOf(command)).toBeLessThanOrEqual(limits.maxCommandBytes);
      }
      expect(commands.flat()).toEqual(patches.filter((one) => !tooLarge.includes(one)));
      for (const one of tooLarge) expect(bytesOf([one])).toBeGreaterThan(limits.maxCommandBytes);
    }),
  );
});
