import { expect, it } from 'vitest';
import { exportFileName } from './texts.ts';

it('names the file of a board after it, without characters that file systems refuse', () => {
  expect(exportFileName('Plan: Süd/Ost')).toBe('Plan SüdOst.paxboard.json');
  expect(exportFileName('../')).toBe('board.paxboard.json');
});
