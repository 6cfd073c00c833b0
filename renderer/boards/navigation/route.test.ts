import { describe, expect, it } from 'vitest';
import { formatBoardRoute, readRoute, readTab } from './route.ts';

describe('the address', () => {
  it.each(['http://host:7420/', 'http://host:7420/#', 'http://host/#board=', 'http://host/#nonsense'])(
    'is the start screen: %s',
    (address) => {
      expect(readRoute(address)).toEqual({ page: 'start' });
    },
  );

  it('is a board that survives a reload, with its tab', () => {
    for (const tab of ['whiteboard', 'tasks'] as const) {
      const address = `http://host/${formatBoardRoute('a_b-1', tab)}`;
      expect(readRoute(address)).toEqual({ page: 'board', id: 'a_b-1', tab });
    }
    expect(readTab('history')).toBe('whiteboard');
  });

  it('is an invite, complete', () => {
    const address = 'http://host:7420/#join=cGF4';
    expect(readRoute(address)).toEqual({ page: 'join', link: address });
  });
});
