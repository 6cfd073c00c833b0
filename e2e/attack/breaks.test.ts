import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applyEdit } from '../../simulation/mutants/mutant.ts';
import { breaks } from './breaks.ts';

const root = join(import.meta.dirname, '..', '..');

test.each(breaks.map((one) => [one.name, one] as const))(
  'fits the present source: %s',
  (_name, { edits }) => {
    for (const edit of edits) {
      const source = readFileSync(join(root, edit.file), 'utf8');
      expect(applyEdit(source, edit)).not.toBe(source);
    }
  },
);
