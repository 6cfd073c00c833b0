import { expect, test } from 'vitest';
import { installedNames, namesIn } from './package-names.ts';

test('names a list of packages without their versions', () => {
  expect(namesIn('libgtk-3-0 (>= 3.24), libc6 | libc6.1, g++-12\n')).toEqual([
    'libgtk-3-0',
    'libc6',
    'g++-12',
  ]);
  expect(namesIn('\n')).toEqual([]);
});

test('a package counts under the names that it provides, and a removed one does not', () => {
  // As Ubuntu 24.04 names the libraries that were built with 64-bit times.
  const text = [
    'installed\tlibgtk-3-0t64\tlibgtk-3-0 (= 3.24.41-4ubuntu1.3)',
    'installed\txdg-utils\t',
    'config-files\tlibnotify4\t',
    '',
  ].join('\n');
  expect([...installedNames(text)]).toEqual(['libgtk-3-0t64', 'libgtk-3-0', 'xdg-utils']);
});
