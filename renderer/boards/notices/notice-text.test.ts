import { expect, it } from 'vitest';
import { noticeText, refusalText } from './notice-text.ts';

const claim = { command: 'task/claim' } as const;

it('names the first person', () => {
  expect(refusalText('already-claimed', { ...claim, by: 'Ada' })).toBe('Ada was first.');
  expect(refusalText('already-claimed', claim)).toBe('Someone else was first.');
  const refused = { type: 'refused', command: 'task/claim', reason: 'already-claimed', by: 'Ada' } as const;
  expect(noticeText({ number: 1, kind: refused }).message).toBe('Ada was first.');
});

it('names the place of a card that could not be moved', () => {
  expect(refusalText('moved-meanwhile', claim)).toBe(
    'Someone else moved this card to another column first, so it stays there.',
  );
  expect(refusalText('on-shelf', { ...claim, at: 'trash', by: 'Ada' })).toBe(
    'This card is in the trash: Ada put it there. Bring it back first.',
  );
});

it('counts the elements of a deletion', () => {
  const cleared = { type: 'cleared', by: 'Ada', removed: 1200, added: 0 } as const;
  expect(noticeText({ number: 1, kind: cleared }).message).toBe(
    'Ada deleted 1,200 elements from the whiteboard. They can bring it back.',
  );
});
