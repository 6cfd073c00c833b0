import { describe, expect, it } from 'vitest';
import { replicaId, slot } from '../model/ids.ts';
import { Pace } from './pace.ts';

const b = replicaId('b');

/** A pace that has seen 100 ticks with `slotsPerTick` decisions each. */
function pace(slotsPerTick: number): Pace {
  const made = new Pace(10);
  for (let tick = 1; tick <= 100; tick += 1) made.tick(slot(tick * slotsPerTick));
  return made;
}

describe('a member', () => {
  it.each([0, 1, 50])(
    'keeps up if it knew what was decided ten ticks before, at %i slots a tick',
    (perTick) => {
      const made = pace(perTick);
      made.note(b, slot(91 * perTick));
      expect(made.keepsUp(b)).toBe(true);
      made.note(b, slot(100 * perTick));
      expect(made.keepsUp(b)).toBe(true);
    },
  );

  it('does not keep up if it knew less, was not heard from, or is gone', () => {
    const made = pace(2);
    expect(made.keepsUp(b)).toBe(false);
    made.note(b, slot(181));
    expect(made.keepsUp(b)).toBe(false);
    made.note(b, slot(182));
    expect(made.keepsUp(b)).toBe(true);
    made.forget(b);
    expect(made.keepsUp(b)).toBe(false);
  });
});
