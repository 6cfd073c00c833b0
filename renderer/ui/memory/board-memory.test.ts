import * as v from 'valibot';
import { beforeEach, describe, expect, it } from 'vitest';
import { BoardMemory, maxMemoryLength, maxRemembered } from './board-memory.ts';

class FakeStorage {
  readonly values = new Map<string, string>();
  isFull = false;

  getItem(key: string): string | null {
    return this.values.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.isFull) throw new DOMException('full', 'QuotaExceededError');
    this.values.set(key, value);
  }
}

let storage: FakeStorage;
const open = () => new BoardMemory('zoom', v.pipe(v.number(), v.minValue(1)), storage);

beforeEach(() => {
  storage = new FakeStorage();
});

describe('the memory of a board', () => {
  it('survives a reload, for that board only', () => {
    open().set('a', 2);
    open().set('b', 3);
    expect(open().get('a')).toBe(2);
    open().set('a', undefined);
    expect(open().get('a')).toBeUndefined();
    expect(open().get('b')).toBe(3);
  });

  it('is bounded: the least recently used boards are evicted', () => {
    for (let board = 0; board <= maxRemembered; board += 1) open().set(`b${board}`, 1);
    expect(open().get('b0')).toBeUndefined();
    expect(open().get('b1')).toBe(1);
    const large = new BoardMemory('notes', v.string(), storage);
    for (const board of ['a', 'b', 'c']) large.set(board, 'x'.repeat(maxMemoryLength / 2 - 100));
    expect(large.get('a')).toBeUndefined();
    expect(large.get('c')).toBeDefined();
  });

  it.each(['{', '[["a", 0]]', '[[1, 1]]', '"text"'])(
    'is nothing if the storage holds nonsense: %s',
    (text) => {
      storage.values.set('paxboard-zoom', text);
      expect(open().get('a')).toBeUndefined();
      open().set('a', 2);
      expect(open().get('a')).toBe(2);
    },
  );

  it('is lost without a failure if the storage is full', () => {
    storage.isFull = true;
    expect(() => open().set('a', 2)).not.toThrow();
    expect(open().get('a')).toBeUndefined();
  });
});
