import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Board } from '../board.ts';
import { maxSnapshotBytes } from '../limits.ts';
import { someHistory } from '../testing/arbitraries.ts';
import { anna, ask, ben, nextCommand } from '../testing/authors.ts';
import { encodePlain } from './plain-data.ts';
import { BadSnapshot } from './restoring/bad-snapshot.ts';

function sampleBoard(): Board {
  const board = new Board();
  ask(board, anna, { type: 'board/rename', name: 'Plans' });
  ask(board, anna, { type: 'member/introduce', name: 'Anna' });
  ask(board, anna, {
    type: 'elements/patch',
    patches: ['f', 'e'].map((id) => ({ id, create: true, set: { y: 1, index: 'a0', x: [1.5] } })),
  });
  for (const id of ['a', 'b', 'c']) ask(board, anna, { type: 'task/create', id, title: id, column: 'todo' });
  ask(board, anna, { type: 'task/remove', id: 'c' });
  ask(board, ben, { type: 'task/claim', id: 'a' });
  ask(board, ben, { type: 'task/complete', id: 'b' });
  return board;
}

describe('a snapshot', () => {
  it('restores a board that is the same and goes on the same', () => {
    const board = sampleBoard();
    const restored = Board.restore(board.snapshot());
    expect(restored.digest()).toBe(board.digest());
    expect(restored.snapshot()).toEqual(board.snapshot());
    expect(restored.elements()).toEqual(board.elements());
    expect(restored.lastOutcome(ben)).toEqual(board.lastOutcome(ben));
    for (const each of [board, restored]) {
      expect(ask(each, ben, { type: 'task/create', id: 'd', title: 'D', column: 'todo' })).toEqual({
        status: 'applied',
        number: 4,
      });
    }
    expect(restored.digest()).toBe(board.digest());
  });

  it('is restored whatever the history was', () => {
    fc.assert(
      fc.property(someHistory, someHistory, (before, after) => {
        const board = new Board();
        for (const { origin, body } of before) board.apply(nextCommand(board, origin, body));
        const restored = Board.restore(board.snapshot());
        for (const { origin, body } of after) {
          const command = nextCommand(board, origin, body);
          expect(restored.apply(command)).toEqual(board.apply(command));
        }
        expect(restored.digest()).toBe(board.digest());
        expect(restored.snapshot()).toEqual(board.snapshot());
      }),
    );
  });

  it('does not depend on the order in which the content came about', () => {
    const put = (id: string, set: { readonly [property: string]: number }) =>
      ({ type: 'elements/patch', patches: [{ id, create: true, set }] }) as const;
    const [one, other] = [new Board(), new Board()];
    ask(one, anna, put('e', { x: 1 }));
    ask(one, anna, put('f', { x: 1, y: 2 }));
    ask(other, anna, put('f', { y: 2, x: 1 }));
    ask(other, anna, put('e', { x: 1 }));
    expect(one.snapshot()).toEqual(other.snapshot());
    expect(one.digest()).toBe(other.digest());
  });
});

describe('a snapshot of a version that had three fixed columns', () => {
  // Written by that version after the commands of `replayed`.
  const old =
    'h6hlbGVtZW50c5CmZm9ybWF0AaxsYXN0T3V0Y29tZXOSg6ZvcmlnaW6kYW5uYadvdXRjb21lgqZudW1iZXIEpnN0YXR1c6dhcHBsaWVkqHNl' +
    'cXVlbmNlBIOmb3JpZ2luo2JlbqdvdXRjb21lgaZzdGF0dXOnYXBwbGllZKhzZXF1ZW5jZQWnbWVtYmVyc5CkbmFtZaCldGFza3OTialjbGFp' +
    'bWVkQnmjYmVupmNvbHVtbqR0b2RvqWNyZWF0ZWRBdMtCeLz+VoAAAKljcmVhdGVkQnmkYW5uYaJpZKFhpW5vdGVzoKZudW1iZXIBqHBvc2l0' +
    'aW9uomEwpXRpdGxloWGIpmNvbHVtbqVkb2luZ6ljcmVhdGVkQXTLQni8/laAAACpY3JlYXRlZEJ5pGFubmGiaWShYqVub3Rlc6RNaWxrpm51' +
    'bWJlcgKocG9zaXRpb26iYTCldGl0bGWhYommY29sdW1upGRvbmWrY29tcGxldGVkQnmjYmVuqWNyZWF0ZWRBdMtCeLz+VoAAAKljcmVhdGVk' +
    'QnmkYW5uYaJpZKFjpW5vdGVzoKZudW1iZXIDqHBvc2l0aW9uomEwpXRpdGxloWOsdGFza3NDcmVhdGVkBA==';
  const digest = 'a68aa9e3764bdc998fcd9db7942c262c';

  function replayed(): Board {
    const board = new Board();
    for (const id of ['a', 'b', 'c', 'd']) {
      ask(board, anna, { type: 'task/create', id, title: id, column: 'todo' });
    }
    ask(board, ben, { type: 'task/claim', id: 'a' });
    ask(board, ben, { type: 'task/move', id: 'b', column: 'doing', position: 'a0' });
    ask(board, ben, { type: 'task/complete', id: 'c' });
    ask(board, ben, { type: 'task/edit', id: 'b', notes: 'Milk' });
    ask(board, ben, { type: 'task/remove', id: 'd' });
    return board;
  }

  it('is the board that the old commands make, with the same digest: no replica differs from another', () => {
    const bytes = new Uint8Array(Buffer.from(old, 'base64'));
    const restored = Board.restore(bytes);
    expect(restored.digest()).toBe(digest);
    expect(replayed().digest()).toBe(digest);
    expect(replayed().snapshot()).toEqual(bytes);
    expect(restored.columns().map(({ id, kind }) => [id, kind])).toEqual([
      ['todo', 'todo'],
      ['doing', 'doing'],
      ['done', 'done'],
    ]);
    expect(restored.tasks('todo').map(({ id }) => id)).toEqual(['a']);
  });

  it('goes on with columns of its own', () => {
    const board = Board.restore(new Uint8Array(Buffer.from(old, 'base64')));
    ask(board, anna, { type: 'column/edit', id: 'doing', name: 'In the workshop', limit: 2 });
    ask(board, anna, { type: 'column/remove', id: 'todo', to: 'doing' });
    const again = Board.restore(board.snapshot());
    expect(again.columns()).toEqual(board.columns());
    expect(again.tasks('doing').map(({ id }) => id)).toEqual(['b', 'a']);
    expect(again.digest()).toBe(board.digest());
  });
});

describe('bytes that are no snapshot', () => {
  const task = {
    column: 'todo',
    createdAt: 1,
    createdBy: 'anna',
    id: 't',
    notes: '',
    number: 1,
    position: 'a0',
    title: 'T',
  };
  const empty = {
    elements: [],
    format: 1,
    lastOutcomes: [],
    members: [],
    name: '',
    tasks: [],
    tasksCreated: 1,
  };

  const item = { id: 'i', text: 'Rope' };

  it('the parts of these tests are right', () => {
    expect(Board.restore(encodePlain({ ...empty, tasks: [task] })).task('t')?.title).toBe('T');
    const full = { checklist: [item], ...task, due: '2028-02-29', labels: ['a', 'b'] };
    const sorted = Object.fromEntries(Object.entries(full).sort(([a], [b]) => (a < b ? -1 : 1)));
    expect(Board.restore(encodePlain({ ...empty, tasks: [sorted] })).task('t')).toEqual(full);
  });

  it.each<[string, unknown]>([
    ['a snapshot of another format', { ...empty, format: 2 }],
    ['names in an order of their own', Object.fromEntries(Object.entries(empty).reverse())],
    ['a missing part', { format: 1 }],
    ['a number that was never given', { ...empty, tasks: [{ ...task, number: 2 }] }],
    ['a number given twice', { ...empty, tasks: [task, { ...task, id: 'u' }] }],
    ['a task twice', { ...empty, tasksCreated: 2, tasks: [task, { ...task, number: 2 }] }],
    ['tasks out of order', { ...empty, tasksCreated: 2, tasks: [task, { ...task, id: 's', number: 2 }] }],
    ['a title that is not trimmed', { ...empty, tasks: [{ ...task, title: ' T' }] }],
    ['a task in a column that is not there', { ...empty, tasks: [{ ...task, column: 'later' }] }],
    [
      'a task that is done in a column where nothing is',
      { ...empty, tasks: [{ ...task, completedBy: 'anna' }] },
    ],
    ['no columns at all', { ...empty, columns: [] }],
    ['an empty list', { ...empty, tasks: [{ ...task, labels: [] }] }],
    ['labels out of order', { ...empty, tasks: [{ ...task, labels: ['b', 'a'] }] }],
    ['a day that is none', { ...empty, tasks: [{ ...task, due: '2027-02-29' }] }],
    ['an item twice', { ...empty, tasks: [{ ...task, checklist: [item, item] }] }],
    ['a position that is none', { ...empty, tasks: [{ ...task, position: 'a00' }] }],
    ['a task that nobody completed in done', { ...empty, tasks: [{ ...task, column: 'done' }] }],
    ['an element without an id', { ...empty, elements: [{ x: 1 }] }],
    ['an element that is too large', { ...empty, elements: [{ id: 'e', text: 'x'.repeat(1_050_000) }] }],
    ['a member that can be no replica', { ...empty, members: [{ id: 'no no', name: 'N' }] }],
    [
      'an outcome that is none',
      { ...empty, lastOutcomes: [{ origin: 'anna', outcome: { status: 'maybe' }, sequence: 1 }] },
    ],
  ])('%s is refused', (_, data) => {
    expect(() => Board.restore(encodePlain(data))).toThrow(BadSnapshot);
  });

  it('elements of a version that checked nothing are healed, the same by everybody', () => {
    const elements = [
      { id: 'arrow', points: null, type: 'freedraw' },
      { id: 'box', index: 'a10', strokeWidth: 0.0001, type: 'rectangle' },
      { id: 'other', index: 'a20', type: 'rectangle' },
      { id: 'unknown', type: 'hologram' },
    ];
    const [one, two] = [1, 2].map(() => Board.restore(encodePlain({ ...empty, elements })));
    expect(one?.element('arrow')).toBeUndefined();
    expect(one?.element('box')).toMatchObject({ index: 'a1', strokeWidth: 0.1 });
    expect(one?.elements().map(({ id }) => id)).toEqual(['unknown', 'box', 'other']);
    expect(two?.digest()).toBe(one?.digest());
    const again = Board.restore(one?.snapshot() ?? new Uint8Array());
    expect(again.snapshot()).toEqual(one?.snapshot());
    expect(again.digest()).toBe(one?.digest());
  });

  it('random, truncated and endless bytes are refused', () => {
    const bytes = sampleBoard().snapshot();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(bytes.byteLength - 1), (random, length) => {
        expect(() => Board.restore(random)).toThrow(BadSnapshot);
        expect(() => Board.restore(bytes.slice(0, length))).toThrow(BadSnapshot);
      }),
    );
    expect(() => Board.restore(new Uint8Array(maxSnapshotBytes + 1))).toThrow(BadSnapshot);
  });
});
