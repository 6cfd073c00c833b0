import { expect, it } from 'vitest';
import { boardFileName } from './save-board.ts';

it('names the file of a board after it, without characters that file systems refuse', () => {
  expect(boardFileName('Plan: Süd/Ost')).toBe('Plan SüdOst.paxboard.json');
  expect(boardFileName('../')).toBe('board.paxboard.json');
});
