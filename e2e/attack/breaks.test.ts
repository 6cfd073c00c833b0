import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { breaks } from './breaks.ts';

const root = join(import.meta.dirname, '..', '..');

test.each(breaks.map((one) => [one.name, one] as const))(
  'fits the present source: %s',
  (_name, { edits }) => {
    for (const { file, find } of edits) {
      expect(readFileSync(join(root, file), 'utf8').split(find)).toHaveLength(2);
    }
  },
);
