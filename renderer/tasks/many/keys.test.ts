import { expect, it } from 'vitest';
import { keyAction, neighbour, type Pressed } from './keys.ts';

const press = (key: string, also: Partial<Pressed> = {}): Pressed => ({
  key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...also,
});

it('navigates with arrows, and moves cards with Alt', () => {
  expect(keyAction(press('ArrowUp'), true)).toEqual({ does: 'go', to: 'up' });
  expect(keyAction(press('ArrowLeft', { altKey: true }), true)).toEqual({ does: 'move', to: 'left' });
  expect(keyAction(press('ArrowLeft', { ctrlKey: true }), true)).toBeUndefined();
});

it('has letters only on a card, and none of the browser’s', () => {
  expect(keyAction(press('c'), true)).toEqual({ does: 'claim' });
  for (const onCard of [true, false]) {
    expect(keyAction(press('?', { shiftKey: true }), onCard)).toEqual({ does: 'help' });
  }
  expect(keyAction(press('D', { shiftKey: true }), true)).toEqual({ does: 'duplicate' });
  expect(keyAction(press('c'), false)).toBeUndefined();
  expect(keyAction(press('c', { ctrlKey: true }), true)).toBeUndefined();
  expect(keyAction(press('z', { metaKey: true }), false)).toEqual({ does: 'undo' });
  expect(keyAction(press('Z', { ctrlKey: true, shiftKey: true }), false)).toEqual({ does: 'redo' });
  expect(keyAction(press('y', { ctrlKey: true }), false)).toEqual({ does: 'redo' });
});

it('finds the neighbour of a card, across empty columns', () => {
  const shown = { todo: ['a', 'b', 'c'], doing: [], done: ['d'] };
  const from = (id: string, to: Parameters<typeof neighbour>[3]) =>
    neighbour(shown, ['todo', 'doing', 'done'], id, to);
  expect(from('b', 'up')).toBe('a');
  expect(from('c', 'down')).toBeUndefined();
  expect(from('c', 'right')).toBe('d');
  expect(from('d', 'left')).toBe('a');
  expect(from('a', 'left')).toBeUndefined();
  expect(from('z', 'up')).toBeUndefined();
});
