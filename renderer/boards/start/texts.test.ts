import { expect, it } from 'vitest';
import { boardDetails } from './texts.ts';

const board = { id: 'b', name: 'Plans', access: 'edit', lastOpenedAt: 5 } as const;
const when = (at: number): string => `at ${at}`;

it('states the last visit of a board before its first change is known', () => {
  expect(boardDetails(board, when)).toBe('Opened at 5');
  expect(boardDetails({ ...board, access: 'view', summary: { people: [], more: 0 } }, when)).toBe(
    'Opened at 5 · View only',
  );
});

it('states the latest change and the other people', () => {
  const people = ['Ada', 'Ben'].map((name, colour) => ({ name, colour }));
  expect(boardDetails({ ...board, summary: { people, more: 0, changedAt: 9 } }, when)).toBe(
    'Changed at 9 · with Ada and Ben',
  );
  expect(boardDetails({ ...board, summary: { people, more: 3, changedAt: 9 } }, when)).toBe(
    'Changed at 9 · with Ada, Ben and 3 others',
  );
});
