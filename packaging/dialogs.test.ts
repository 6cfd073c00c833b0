import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../renderer');

/** These return the focus themselves: to a card, or to the row of a board, which can be another element by then. */
const own = [
  'boards/start/actions/BoardDialogs.tsx',
  'tasks/dialog/TaskDialog.tsx',
  'ui/components/Dialog.tsx',
];

test('a dialog that is mounted only while it is open returns the focus, as Mantine’s Modal does not', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.tsx'));
  const found = files.filter((name) =>
    /<(Modal|Drawer)\b[^>]*?\sopened(?!=)\s/.test(readFileSync(join(root, name), 'utf8')),
  );
  expect(found.toSorted()).toEqual(own);
});
