import { describe, expect, it } from 'vitest';
import type { KnownBoard } from '#app/session/api.ts';
import { fewestSearched, foundBoards, startsSearch } from './board-search.ts';

const named = (name: string): KnownBoard => ({ id: name, name, access: 'edit', lastOpenedAt: 1 });
const boards = ['Harbour plan', 'Straße', 'Plan B', '', ...'123456'].map(named);
const found = (text: string) => foundBoards(boards, text).map(({ name }) => name);

describe('the search of the list of boards', () => {
  it('finds the names with every word, in the order of the list', () => {
    expect(found('plan')).toEqual(['Harbour plan', 'Plan B']);
    expect(found(' PLAN  harb')).toEqual(['Harbour plan']);
    expect(found('strasse')).toEqual(['Straße']);
    expect(found('untitled')).toEqual(['']);
    expect(found('boat')).toEqual([]);
    expect(found('  ')).toHaveLength(boards.length);
  });

  it('is for lists that are too long to read', () => {
    expect(foundBoards(boards.slice(0, fewestSearched - 1), 'boat')).toHaveLength(fewestSearched - 1);
    expect(foundBoards(boards.slice(0, fewestSearched), 'boat')).toEqual([]);
  });

  it('starts with a slash, or with a character while the list has the focus', () => {
    const press = (key: string, change = {}) => ({
      key,
      altKey: false,
      ctrlKey: false,
      metaKey: false,
      ...change,
    });
    expect(startsSearch(press('/'), false)).toBe(true);
    expect(startsSearch(press('h'), false)).toBe(false);
    for (const key of ['h', 'é', '😀', '/']) expect(startsSearch(press(key), true), key).toBe(true);
    for (const key of [' ', 'Enter', 'Tab', 'Escape', 'F5'])
      expect(startsSearch(press(key), true), key).toBe(false);
    expect(startsSearch(press('r', { ctrlKey: true }), true)).toBe(false);
  });
});
