import { expect, test } from 'vitest';
import {
  follows,
  incarnationAfter,
  incarnationOf,
  incarnationSize,
  isFirstSequence,
  isRange,
  maxIncarnation,
  positionOf,
  sequenceOf,
} from './sequence.ts';

test('a sequence holds an incarnation and a position; those of incarnation 0 are the positions', () => {
  for (const incarnation of [0, 1, 77, maxIncarnation]) {
    for (const position of [1, 2, incarnationSize - 1]) {
      const sequence = sequenceOf(incarnation, position);
      expect([incarnationOf(sequence), positionOf(sequence)]).toEqual([incarnation, position]);
      expect(Number.isSafeInteger(sequence)).toBe(true);
      expect(isFirstSequence(sequence)).toBe(position === 1);
    }
  }
  expect(sequenceOf(0, 9)).toBe(9);
});

test.each<[sequence: number, last: number, follows: boolean]>([
  [1, 0, true],
  [2, 0, false],
  [2, 1, true],
  [1, 1, false],
  [sequenceOf(3, 1), 0, true],
  [sequenceOf(3, 2), 0, false],
  [sequenceOf(3, 1), 7, true],
  [sequenceOf(3, 2), sequenceOf(3, 1), true],
  [sequenceOf(3, 1), sequenceOf(3, 1), false],
  [8, sequenceOf(3, 1), false],
  [1, sequenceOf(3, 1), false],
  [sequenceOf(1, 0), incarnationSize - 1, false],
])('%i after %i: %s', (sequence, last, isRight) => {
  expect(follows(sequence, last)).toBe(isRight);
});

test('a range is within one incarnation', () => {
  expect(isRange(1, 1)).toBe(true);
  expect(isRange(sequenceOf(2, 5), sequenceOf(2, 260))).toBe(true);
  expect(isRange(incarnationSize - 2, incarnationSize - 2)).toBe(true);
  expect(isRange(incarnationSize - 2, incarnationSize - 1)).toBe(false);
  expect(isRange(incarnationSize - 1, incarnationSize + 1)).toBe(false);
  expect(isRange(sequenceOf(2, 0), sequenceOf(2, 4))).toBe(false);
  expect(isRange(0, 3)).toBe(false);
  expect(isRange(Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER - 1)).toBe(true);
  expect(isRange(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)).toBe(false);
});

test('an incarnation comes after every one that was reserved or has stored a command', () => {
  expect(incarnationAfter(0, 1)).toBe(1);
  expect(incarnationAfter(4, sequenceOf(2, 9))).toBe(5);
  expect(incarnationAfter(0, sequenceOf(2, 9))).toBe(3);
  expect(() => incarnationAfter(maxIncarnation, 1)).toThrow(RangeError);
});
