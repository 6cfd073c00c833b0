import { expect, it } from 'vitest';
import type { Task } from '#shared/board/task/model.ts';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import { withPersons } from './persons-of-task.ts';

const [laptop, phone, ben] = ['laptop', 'phone', 'ben'].map(replicaId) as [ReplicaId, ReplicaId, ReplicaId];
const links = new Map([[phone, laptop]]);

const task: Task = {
  id: 't',
  number: 1,
  title: 'Card',
  notes: '',
  column: 'todo',
  position: 'a0',
  createdBy: phone,
  createdAt: 1,
  claimedBy: phone,
  completedBy: ben,
  assignees: [ben, laptop, phone],
  comments: [{ id: 'c', by: phone, at: 1, text: 'A' }],
  activity: [{ did: 'assigned', by: phone, at: 1, what: phone }],
};

it('a card names people in place of their devices, each assignee once', () => {
  expect(withPersons(task, links)).toEqual({
    ...task,
    createdBy: laptop,
    claimedBy: laptop,
    assignees: [ben, laptop],
    comments: [{ id: 'c', by: laptop, at: 1, text: 'A' }],
    activity: [{ did: 'assigned', by: laptop, at: 1, what: laptop }],
  });
});

it('a card and its lists stay the same objects without a linked device in them, and from one view to the next', () => {
  expect(withPersons(task, new Map())).toBe(task);
  expect(withPersons(task, links)).toBe(withPersons(task, links));
  const others: Task = { ...task, comments: [{ id: 'c', by: ben, at: 1, text: 'A' }] };
  expect(withPersons(others, links).comments).toBe(others.comments);
});
