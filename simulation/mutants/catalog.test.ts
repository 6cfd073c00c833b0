import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { mutants } from './catalog.ts';
import { judged } from './judged.ts';
import { applyEdit } from './mutant.ts';

const shared = join(import.meta.dirname, '..', '..', 'shared');

describe('the mutants', () => {
  it('have unique names', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });

  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
    'fits the present code: %s',
    (_name, { edits }) => {
      const mutated = new Map<string, string>();
      for (const edit of edits) {
        const source = mutated.get(edit.file) ?? readFileSync(join(shared, edit.file), 'utf8');
        mutated.set(edit.file, applyEdit(source, edit));
        expect(mutated.get(edit.file)).not.toBe(source);
      }
      // A mutant with a syntax error proves nothing, and ends a hunt of all mutants.
      for (const source of mutated.values())
        expect(() => transformSync(source, { loader: 'ts' })).not.toThrow();
    },
  );

  it('have a record only if they exist', () => {
    const names = new Set(mutants.map(({ name }) => name));
    expect([...judged.keys()].filter((name) => !names.has(name))).toEqual([]);
  });

  it('refuses an edit whose text is missing or occurs twice', () => {
    const edit = { file: 'x.ts', find: 'a', replace: 'b' };
    expect(() => applyEdit('c', edit)).toThrow('does not contain exactly once');
    expect(() => applyEdit('aa', edit)).toThrow('does not contain exactly once');
    expect(applyEdit('cad', edit)).toBe('cbd');
  });
});
