import { expect, it } from 'vitest';
import { bringsImage } from './images.ts';

it('knows a picture by its type, whatever comes with it', () => {
  expect(bringsImage({ files: [{ type: 'text/plain' }, { type: 'image/png' }] })).toBe(true);
  expect(bringsImage({ files: [{ type: 'application/json' }, { type: '' }] })).toBe(false);
  expect(bringsImage({ files: [] })).toBe(false);
  expect(bringsImage(null)).toBe(false);
});
