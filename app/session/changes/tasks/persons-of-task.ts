/** A card with the people in place of their devices: the window compares and names people only. */

import type { Task } from '#shared/board/task/model.ts';
import { isReplicaId, type ReplicaId } from '#shared/paxos/model/ids.ts';
import type { DeviceLinks } from '../../view/people/links.ts';

/** By the links, then by the card: a card that did not change gives the same object, so the list compares pointers. */
const made = new WeakMap<DeviceLinks, WeakMap<Task, Task>>();

/** @returns `task` itself if the board has no linked devices; the same object as before for the same card and links. */
export function withPersons(task: Task, links: DeviceLinks): Task {
  if (links.size === 0) return task;
  const known = made.get(links) ?? new WeakMap<Task, Task>();
  made.set(links, known);
  const before = known.get(task);
  if (before !== undefined) return before;
  const after = ofPersons(task, links);
  known.set(task, after);
  return after;
}

type Entry = NonNullable<Task['activity']>[number];

function ofPersons(task: Task, links: DeviceLinks): Task {
  const personOf = (id: ReplicaId): ReplicaId => links.get(id) ?? id;
  const byPerson = <T extends { readonly by: ReplicaId }>(one: T): T =>
    links.has(one.by) ? { ...one, by: personOf(one.by) } : one;
  const entry = (one: Entry): Entry => {
    const isOnPerson = one.did === 'assigned' || one.did === 'unassigned';
    const device = isOnPerson && one.what !== undefined && isReplicaId(one.what) ? one.what : undefined;
    const person = device === undefined ? undefined : links.get(device);
    return byPerson(person === undefined ? one : { ...one, what: person });
  };
  const { createdBy, claimedBy, completedBy, assignees, comments, attachments, activity } = task;
  const change: Partial<Task> = {
    createdBy: personOf(createdBy),
    ...(claimedBy === undefined ? {} : { claimedBy: personOf(claimedBy) }),
    ...(completedBy === undefined ? {} : { completedBy: personOf(completedBy) }),
    ...(assignees === undefined ? {} : { assignees: [...new Set(mapped(assignees, personOf))] }),
    ...(comments === undefined ? {} : { comments: mapped(comments, byPerson) }),
    ...(attachments === undefined ? {} : { attachments: mapped(attachments, byPerson) }),
    ...(activity === undefined ? {} : { activity: mapped(activity, entry) }),
  };
  return { ...task, ...change };
}

/** @returns `list` itself if no item changes. */
function mapped<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  const after = list.map(change);
  return after.every((item, at) => item === list[at]) ? list : after;
}
