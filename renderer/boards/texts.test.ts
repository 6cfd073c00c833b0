import { expect, it } from 'vitest';
import { exportFileName } from './texts.ts';

it('names a saved board after it, without what file systems do not take', () => {
  expect(exportFileName('Plan: Süd/Ost')).toBe('Plan SüdOst.paxboard.json');
  expect(exportFileName('../')).toBe('board.paxboard.json');
});
