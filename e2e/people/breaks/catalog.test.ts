import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../simulation/mutants/mutant.ts';
import { breaks } from './catalog.ts';
import { choiceOf, countSteps } from './trial.ts';

const root = join(import.meta.dirname, '..', '..', '..');

describe('the breaks of the window', () => {
  it('have unique names', () => {
    expect(new Set(breaks.map(({ name }) => name)).size).toBe(breaks.length);
  });

  it.each(breaks.map((one) => [one.name, one] as const))('fits the present code: %s', (_name, { edits }) => {
    for (const edit of edits) {
      const source = readFileSync(join(root, edit.file), 'utf8');
      expect(applyEdit(source, edit)).not.toBe(source);
    }
  });

  it.each(breaks.map((one) => [one.name, one] as const))(
    'can be revealed by a step of the recorded run: %s',
    (_name, one) => {
      expect(countSteps(choiceOf(one), one.revealedBy)).toBeGreaterThan(0);
    },
  );

  it('reject an edit with a text that the source does not contain exactly once', () => {
    const edit = { file: 'x.ts', find: 'a', replace: 'b' };
    expect(() => applyEdit('c', edit)).toThrow('does not contain exactly once');
    expect(() => applyEdit('aa', edit)).toThrow('does not contain exactly once');
    expect(applyEdit('cad', edit)).toBe('cbd');
  });
});
