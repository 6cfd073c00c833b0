import { describe, expect, it } from 'vitest';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { Clearings } from './clearings.ts';

const [ben, cleo] = [replicaId('ben'), replicaId('cleo')];

/** Commands on a board with `elements`: their authors, and the numbers of deleted and added elements. */
function found(elements: number, ...commands: readonly (readonly [typeof ben, number, number?])[]) {
  const clearings = new Clearings();
  let turnover = { added: elements, removed: 0 };
  for (const [by, removed, added = 0] of commands) {
    const after = { added: turnover.added + added, removed: turnover.removed + removed };
    clearings.applied(by, turnover, after);
    turnover = after;
  }
  return clearings.take();
}

describe('a clearing', () => {
  it('is more than half of ten or more elements, deleted by one person', () => {
    expect(found(10, [ben, 6])).toEqual([{ by: ben, removed: 6, added: 0 }]);
    expect(found(10, [ben, 5])).toEqual([]);
    expect(found(9, [ben, 9])).toEqual([]);
  });

  it('may be several commands in a row, with others in their place', () => {
    expect(found(2500, [ben, 1000], [ben, 1000], [ben, 500, 5], [ben, 0, 7])).toEqual([
      { by: ben, removed: 2500, added: 12 },
    ]);
  });

  it('is not summed up over people', () => {
    expect(found(12, [ben, 4], [cleo, 4])).toEqual([]);
    expect(found(12, [ben, 8], [cleo, 1])).toEqual([{ by: ben, removed: 8, added: 0 }]);
  });

  it('is found once', () => {
    const clearings = new Clearings();
    clearings.applied(ben, { added: 20, removed: 0 }, { added: 20, removed: 20 });
    expect(clearings.take()).toHaveLength(1);
    expect(clearings.take()).toEqual([]);
  });
});
