import { expect, it } from 'vitest';
import type { StoredUndo } from './changes/undo/stored-undo.ts';
import { create, openSession } from './testing/open-session.ts';

it('undoes changes of an earlier opening, of the whiteboard and of the tasks', async () => {
  let stored: unknown;
  const storage = () => ({
    stored,
    left: undefined,
    keep: async (undo: StoredUndo) => {
      stored = structuredClone(undo);
    },
    leave: () => undefined,
  });
  const first = openSession({ undo: storage() });
  first.session.patchElements([create('a', { x: 1, isDeleted: false })]);
  first.session.patchElements([{ id: 'a', set: { x: 2 } }]);
  void first.session.createTask('Order rope', 'todo');
  const commands = [...first.replica.submitted];
  await first.session.close();

  const { session, frame, handedOver } = openSession({ undo: storage() }, (replica) => {
    replica.earlier = commands;
  });
  const shown: string[] = [];
  session.subscribeElements((ids) => shown.push(...ids));
  expect(session.undo.turn('undo')).toEqual({ undone: 1, left: 0 });
  expect(session.element('a')?.x).toBe(1);
  frame();
  expect(shown).toEqual(['a']);
  session.undo.turn('redo');
  expect(session.element('a')?.x).toBe(2);
  expect(session.cards.undo()).toEqual({ undone: 1, left: 0 });
  expect(handedOver().at(-1)).toEqual({ type: 'task/shelve', id: 'task-1', to: 'trash' });
});

it('opens with steps that are invalid, and without any', () => {
  const { session } = openSession({
    undo: {
      stored: { version: 1, count: 1, elements: 'none' },
      left: 'none',
      keep: async () => undefined,
      leave: () => undefined,
    },
  });
  expect(session.undo.canUndo).toBe(false);
  expect(session.undo.turn('undo')).toBeUndefined();
});
