import { expect, test } from 'vitest';
import { isolated, withoutIsolates } from './direction.ts';

test('a name with letters from right to left is in an isolate, another one is not', () => {
  for (const name of ['שלום', 'Ada שלום', 'مرحبا', 'ܫܠܡܐ', '𞤀𞤣'])
    expect(isolated(name)).toBe(`\u2068${name}\u2069`);
  for (const name of ['Ada', 'Łódź', 'Δ', '名前', '👩\u200d🔧', '3 of 5', ''])
    expect(isolated(name)).toBe(name);
});

test('controls of the direction are removed, so that a name cannot end its isolate', () => {
  expect(isolated('שלום\u2069 \u202eAda')).toBe('\u2068שלום Ada\u2069');
  expect(isolated('Har\u2067bour')).toBe('Harbour');
});

test('an isolate within a longer text stays one', () => {
  const names = `${isolated('שלום')}, Ada and ${isolated('مرحبا')}`;
  expect(isolated(names)).toBe(`\u2068${names}\u2069`);
});

test('a text that is stored has no isolates', () => {
  expect(withoutIsolates(`Copy of ${isolated('שלום')}`)).toBe('Copy of שלום');
});
