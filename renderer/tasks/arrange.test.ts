import { describe, expect, it } from 'vitest';
import type { TaskView } from '#app/session/view/view.ts';
import { FakeSession } from '../testing/fake-session.ts';
import { findTask, placeAt, placeAtEnd, placeAtTop, placeBeside, type TaskColumns } from './arrange.ts';

function board(): {
  readonly columns: TaskColumns;
  readonly a: TaskView;
  readonly b: TaskView;
  readonly c: TaskView;
} {
  const session = new FakeSession({ boardId: 'b', boardName: 'Board', myName: 'Ada', settleMs: 0 });
  const a = session.addTask({ title: 'a' });
  const b = session.addTask({ title: 'b' });
  const c = session.addTask({ title: 'c', column: 'doing' });
  return { columns: session.view().tasks, a, b, c };
}

describe('a dropped task', () => {
  it('moves before the card whose upper half it is dropped on', () => {
    const { columns, a, c } = board();
    expect(placeAt(columns, c.id, a.id, 'above')).toEqual({ column: 'todo', before: a.id });
  });

  it('moves after the card whose lower half it is dropped on', () => {
    const { columns, a, b, c } = board();
    expect(placeAt(columns, c.id, a.id, 'below')).toEqual({ column: 'todo', before: b.id });
    expect(placeAt(columns, c.id, b.id, 'below')).toEqual({ column: 'todo' });
  });

  it('stays in place when it is dropped at its own place', () => {
    const { columns, a, b } = board();
    expect(placeAt(columns, a.id, a.id, 'below')).toBeUndefined();
    expect(placeAt(columns, a.id, b.id, 'above')).toBeUndefined();
    expect(placeAt(columns, b.id, a.id, 'below')).toBeUndefined();
    expect(placeAtEnd(columns, b.id, 'todo')).toBeUndefined();
    expect(placeAtTop(columns, a.id, 'todo')).toBeUndefined();
  });

  it('stays in place when its target is removed', () => {
    const { columns, a } = board();
    expect(placeAt(columns, a.id, 'gone', 'above')).toBeUndefined();
  });

  it('moves to the end or the top of a column', () => {
    const { columns, a, b } = board();
    expect(placeAtEnd(columns, a.id, 'doing')).toEqual({ column: 'doing' });
    expect(placeAtEnd(columns, a.id, 'done')).toEqual({ column: 'done' });
    expect(placeAtTop(columns, b.id, 'todo')).toEqual({ column: 'todo', before: a.id });
    expect(placeAtTop(columns, b.id, 'done')).toEqual({ column: 'done' });
  });

  it('moves one place by keyboard, up to the ends', () => {
    const { columns, a, b } = board();
    const shown = [a.id, b.id];
    expect(placeBeside(columns, a, 'above', shown)).toBeUndefined();
    expect(placeBeside(columns, a, 'below', shown)).toEqual({ column: 'todo' });
    expect(placeBeside(columns, b, 'above', shown)).toEqual({ column: 'todo', before: a.id });
    expect(placeBeside(columns, b, 'below', shown)).toBeUndefined();
  });

  it('moves beyond the next card that a filter shows, whatever is hidden in between', () => {
    const session = new FakeSession({ boardId: 'b', boardName: 'Board', myName: 'Ada', settleMs: 0 });
    const [first, hidden, second, last] = ['first', 'hidden', 'second', 'last'].map((title) =>
      session.addTask({ title }),
    ) as [TaskView, TaskView, TaskView, TaskView];
    const columns = session.view().tasks;
    // In another order than that of the board.
    const shown = [second.id, first.id];
    expect(placeBeside(columns, second, 'above', shown)).toEqual({ column: 'todo', before: first.id });
    expect(placeBeside(columns, first, 'below', shown)).toEqual({ column: 'todo', before: last.id });
    expect(placeBeside(columns, first, 'above', shown)).toBeUndefined();
    expect(placeBeside(columns, second, 'below', shown)).toBeUndefined();
    expect(placeBeside(columns, hidden, 'above', shown)).toEqual({ column: 'todo', before: first.id });
  });
});

it('finds a task in any column', () => {
  const { columns, a } = board();
  expect(findTask(columns, a.id)?.title).toBe('a');
  expect(findTask(columns, 'gone')).toBeUndefined();
});
