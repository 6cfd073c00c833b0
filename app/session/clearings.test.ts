import { describe, expect, it } from 'vitest';
import { replicaId } from '#shared/paxos/ids.ts';
import { Clearings } from './clearings.ts';

const [ben, cleo] = [replicaId('ben'), replicaId('cleo')];

function found(...commands: readonly (readonly [typeof ben, number, number])[]) {
  const clearings = new Clearings();
  for (const [by, before, after] of commands) clearings.applied(by, before, after);
  return clearings.take();
}

describe('a clearing', () => {
  it('is more than half of ten or more elements, deleted by one person', () => {
    expect(found([ben, 10, 4])).toEqual([{ by: ben, removed: 6, added: 0 }]);
    expect(found([ben, 10, 5])).toEqual([]);
    expect(found([ben, 9, 0])).toEqual([]);
  });

  it('may be several commands in a row, with others in their place', () => {
    expect(found([ben, 2500, 1500], [ben, 1500, 500], [ben, 500, 0], [ben, 0, 12])).toEqual([
      { by: ben, removed: 2500, added: 12 },
    ]);
  });

  it('is not summed up over people', () => {
    expect(found([ben, 12, 8], [cleo, 8, 4])).toEqual([]);
    expect(found([ben, 12, 4], [cleo, 4, 3])).toEqual([{ by: ben, removed: 8, added: 0 }]);
  });

  it('is found once', () => {
    const clearings = new Clearings();
    clearings.applied(ben, 20, 0);
    expect(clearings.take()).toHaveLength(1);
    expect(clearings.take()).toEqual([]);
  });
});
