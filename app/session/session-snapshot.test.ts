import { describe, expect, test, vi } from 'vitest';
import { StoreCorrupted } from '#app/store/errors.ts';
import { Board } from '#shared/board/board.ts';
import type { Command } from '#shared/paxos/model/entry.ts';
import { slot } from '#shared/paxos/model/ids.ts';
import { ada, create, openSession as open, patch, task } from './testing/open-session.ts';

describe('a snapshot', () => {
  /** A board on which `commands` were settled elsewhere. */
  function settledElsewhere(...commands: Command[]): Board {
    const board = new Board();
    for (const command of commands) board.apply(command);
    return board;
  }

  test('replaces the settled board; the window is notified of visible differences', () => {
    const { session, replica, frame } = open();
    const kept = replica.by(ada, patch(create('kept', { x: 1 }), create('moved', { x: 1 }), create('gone')));
    replica.decide(kept);
    frame();
    const changed = vi.fn();
    session.subscribeElements(changed);
    const elsewhere = settledElsewhere(
      replica.by(ada, patch(create('kept', { x: 1 }), create('moved', { x: 2 }), create('new'))),
      replica.by(ada, { type: 'board/rename', name: 'Later' }),
    );
    expect(replica.restore(elsewhere)).toBe(0);
    frame();
    expect(changed).toHaveBeenCalledTimes(1);
    expect(changed.mock.calls[0]?.[0].toSorted()).toEqual(['gone', 'moved', 'new']);
    expect(session.view().boardName).toBe('Later');
    expect(session.element('moved')).toEqual({ id: 'moved', x: 2 });
    replica.decide(replica.by(ada, patch({ id: 'moved', set: { x: 3 } })));
    frame();
    expect(session.element('moved')).toEqual({ id: 'moved', x: 3 });
  });

  test('finds a window that has not looked since the last change', () => {
    const { session, replica, frame } = open();
    const changed = vi.fn();
    session.subscribeElements(changed);
    replica.decide(replica.by(ada, patch(create('brief'))));
    replica.restore(settledElsewhere(replica.by(ada, patch(create('new')))));
    frame();
    expect(changed.mock.calls).toEqual([[['new']]]);
  });

  test('keeps pending changes that it does not cover on top', () => {
    const { session, replica, frame } = open();
    session.patchElements([create('first')]);
    session.patchElements([create('second')]);
    const [first] = replica.submitted;
    if (first === undefined) throw new Error('nothing was handed over');
    const changed = vi.fn();
    session.subscribeElements(changed);
    expect(replica.restore(settledElsewhere(first, replica.by(ada, patch(create('other')))))).toBe(1);
    frame();
    expect(session.view().pendingChanges).toBe(1);
    expect(session.elements().map(({ id }) => id)).toEqual(['first', 'other', 'second']);
    expect(changed.mock.calls).toEqual([[['other']]]);
  });

  test('reports the outcome of changes that it covers', async () => {
    const { session, replica, frame } = open();
    replica.decide(replica.by(ada, task('free')), replica.by(ada, task('taken')));
    const created = session.createTask('Made here', 'todo');
    const granted = session.claimTask('free');
    const refused = session.claimTask('taken');
    const renamed = session.renameBoard('Mine');
    const last = session.claimTask('none');
    const [make, claimFree, claimTaken, rename, claimNone] = replica.submitted;
    if (!make || !claimFree || !claimTaken || !rename || !claimNone) throw new Error('not handed over');
    const elsewhere = settledElsewhere(
      ...['free', 'taken'].map((id) => replica.by(ada, task(id))),
      replica.by(ada, { type: 'task/claim', id: 'taken' }),
      make,
      claimFree,
      claimTaken,
      rename,
      claimNone,
    );
    expect(replica.restore(elsewhere)).toBe(5);
    frame();
    expect(await created).toEqual({ status: 'applied', number: 3 });
    expect(await granted).toEqual({ status: 'applied' });
    expect(await refused).toEqual({ status: 'refused', reason: 'already-claimed', by: ada });
    expect(await renamed).toEqual({ status: 'applied' });
    expect(await last).toEqual({ status: 'refused', reason: 'no-such-task' });
    expect(session.view().pendingChanges).toBe(0);
    expect(session.view().notices.map(({ kind }) => kind.type === 'refused' && kind.reason)).toEqual([
      'already-claimed',
      'no-such-task',
    ]);
  });

  test('includes the stored state', () => {
    const { session } = open({}, (replica) => {
      const state = settledElsewhere(replica.by(ada, patch(create('a')))).snapshot();
      replica.replay = [
        { type: 'restored', through: slot(5), state },
        replica.decided(replica.by(ada, patch(create('b')))),
      ];
    });
    expect(session.elements().map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('that is damaged is refused', () => {
    const { replica } = open();
    const state = Uint8Array.of(1, 2, 3);
    const restore = () => replica.listener?.restored({ type: 'restored', through: slot(5), state });
    expect(restore).toThrow(StoreCorrupted);
  });

  test('and a digest cover the settled state, not the shown one', () => {
    const { session, replica } = open();
    const settled = replica.by(ada, patch(create('settled')));
    replica.decide(settled);
    const board = settledElsewhere(settled);
    session.patchElements([create('pending')]);
    expect(Buffer.concat([...(replica.listener?.snapshot() ?? [])])).toEqual(Buffer.from(board.snapshot()));
    expect(replica.listener?.digest()).toBe(board.digest());
  });

  test('of many elements is hashed ahead, until a digest costs little', () => {
    const { session, replica } = open();
    const ids = Array.from({ length: 900 }, (_, at) => `e${at}`);
    replica.decide(replica.by(ada, patch(...ids.map((id) => create(id, { text: 'x'.repeat(200) })))));
    expect(session.elements()).toHaveLength(900);
    const calls: (boolean | undefined)[] = [];
    do calls.push(replica.listener?.digestSome?.());
    while (calls.at(-1) === true && calls.length < 100);
    expect(calls.at(-1)).toBe(false);
    expect(calls.length).toBeGreaterThan(3);
  });

  describe('of the storage', () => {
    const elsewhere = () => {
      const { replica } = open();
      return settledElsewhere(replica.by(ada, patch(create('stored', { x: 1 })))).snapshot();
    };

    test('is restored before the start, which uses that board, and only for the very bytes', async () => {
      const restore = vi.spyOn(Board, 'restore');
      const state = elsewhere();
      const { session, replica, frame } = open();
      await session.prepare(state);
      expect(session.elements()).toEqual([]);
      replica.restoreState(state);
      frame();
      expect(session.element('stored')).toEqual({ id: 'stored', x: 1 });
      expect(restore).not.toHaveBeenCalled();
      // Once: the board has changed since.
      replica.restoreState(state);
      expect(restore).toHaveBeenCalledTimes(1);
      await session.prepare(elsewhere());
      replica.restoreState(state);
      expect(restore).toHaveBeenCalledTimes(2);
      restore.mockRestore();
    });

    test('that is no board is reported by the start', async () => {
      const { session, replica } = open();
      const state = Uint8Array.of(1, 2, 3);
      await session.prepare(state);
      expect(() => replica.restoreState(state)).toThrow(StoreCorrupted);
    });
  });
});
