import { expect, it } from 'vitest';
import { noticeText, refusalText } from './notice-text.ts';

it('says who was first', () => {
  expect(refusalText('task/claim', 'already-claimed', 'Ada')).toBe('Ada was first.');
  expect(refusalText('task/claim', 'already-claimed', undefined)).toBe('Someone else was first.');
  const refused = { type: 'refused', command: 'task/claim', reason: 'already-claimed', by: 'Ada' } as const;
  expect(noticeText({ number: 1, kind: refused }).message).toBe('Ada was first.');
});
