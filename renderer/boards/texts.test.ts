import { expect, it } from 'vitest';
import { rejoining } from './texts.ts';

it('names a saved board after it, without what file systems do not take', () => {
  expect(rejoining.fileName('Plan: Süd/Ost')).toBe('Plan SüdOst.paxboard.json');
  expect(rejoining.fileName('../')).toBe('board.paxboard.json');
});
