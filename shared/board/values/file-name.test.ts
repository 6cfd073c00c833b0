import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maxFileNameLength } from '../limits.ts';
import { isFileName, safeFileName } from './file-name.ts';

it.each([
  ['plan.pdf', 'plan.pdf'],
  ['C:\\work\\plan.pdf', 'C  work plan.pdf'],
  ['photo\u202egnp.exe', 'photo gnp.exe'],
  ['  ', 'file'],
  ['\u0000', 'file'],
  ['שלום.pdf', 'שלום.pdf'],
  [`${'x'.repeat(200)}.tar.gz`, `${'x'.repeat(117)}.gz`],
])('the name of %j is %j', (name, safe) => {
  expect(safeFileName(name)).toBe(safe);
});

it('any text becomes a name within the bounds', () => {
  const texts = fc.string({ unit: 'binary', maxLength: 300 });
  fc.assert(
    fc.property(texts, (text) => {
      const name = safeFileName(text);
      expect(isFileName(name)).toBe(true);
      expect(name.length).toBeLessThanOrEqual(maxFileNameLength);
      expect(name).toBe(name.trim());
      expect(safeFileName(name)).toBe(name);
    }),
  );
});
