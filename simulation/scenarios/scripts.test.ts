import { expect, it } from 'vitest';
import { scripts } from './scripts.ts';

it.each(scripts)('the intact engine passes: $name', ({ play }) => {
  expect(play).not.toThrow();
});
