import { expect, it } from 'vitest';
import { scripts } from './scripts.ts';

it.each(scripts)('the engine as it is comes through: $name', ({ play }) => {
  expect(play).not.toThrow();
});
