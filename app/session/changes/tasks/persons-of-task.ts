/** A card with the people in place of their devices: the window compares and names people only. */

import type { Task } from '#shared/board/task/model.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { DeviceLinks } from '../../view/people/links.ts';

/** @returns `task` itself if no device is linked. */
export function withPersons<T extends Task>(task: T, links: DeviceLinks): T {
  if (links.size === 0) return task;
  const personOf = (id: ReplicaId): ReplicaId => links.get(id) ?? id;
  const { claimedBy, completedBy, assignees, comments, attachments, activity } = task;
  return {
    ...task,
    createdBy: personOf(task.createdBy),
    ...(claimedBy === undefined ? {} : { claimedBy: personOf(claimedBy) }),
    ...(completedBy === undefined ? {} : { completedBy: personOf(completedBy) }),
    ...(assignees === undefined ? {} : { assignees: [...new Set(assignees.map(personOf))] }),
    ...(comments === undefined
      ? {}
      : { comments: comments.map((one) => ({ ...one, by: personOf(one.by) })) }),
    ...(attachments === undefined
      ? {}
      : { attachments: attachments.map((one) => ({ ...one, by: personOf(one.by) })) }),
    ...(activity === undefined ? {} : { activity: activity.map((one) => ofPerson(one, links, personOf)) }),
  };
}

type Entry = NonNullable<Task['activity']>[number];

function ofPerson(entry: Entry, links: DeviceLinks, personOf: (id: ReplicaId) => ReplicaId): Entry {
  const by = personOf(entry.by);
  if (entry.did !== 'assigned' && entry.did !== 'unassigned') return { ...entry, by };
  const person = [...links].find(([device]) => device === entry.what)?.[1];
  return person === undefined ? { ...entry, by } : { ...entry, by, what: person };
}
