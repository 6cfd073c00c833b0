import { describe, expect, it } from 'vitest';
import { goesBeyond } from './use-swipe-edges.ts';

/** Three columns in a window of one. */
const at = (scrollLeft: number) => ({ scrollLeft, scrollWidth: 1_200, clientWidth: 400 });

describe('a swipe goes beyond the columns', () => {
  it.each([
    ['to the right at the first one', at(0.4), 20, 3, false, true],
    ['to the left at the first one', at(0), -20, 3, false, false],
    ['to the right between them', at(400), 20, 3, false, false],
    ['to the left at the last one', at(799.6), -20, 3, false, true],
    ['to the right at the last one', at(800), 20, 3, false, false],
    ['down at the first one', at(0), 20, 30, false, false],
    ['either way without more columns', { ...at(0), scrollWidth: 400 }, -20, 3, false, true],
    ['to the left at the first one, from right to left', at(0), -20, 3, true, true],
    ['to the right at the first one, from right to left', at(0), 20, 3, true, false],
    ['to the right at the last one, from right to left', at(-800), 20, 3, true, true],
  ])('%s', (_, columns, dx, dy, isRtl, expected) => {
    expect(goesBeyond(columns, dx, dy, isRtl)).toBe(expected);
  });
});
