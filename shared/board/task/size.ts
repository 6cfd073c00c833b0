/** A task's share of the board's bound on all tasks. */

import { jsonBytes } from '../values/json.ts';
import type { Task } from './model.ts';

/** Bytes as `jsonBytes` counts them: the texts and lists, which vary, and a constant for the rest. */
export function taskBytes({
  title,
  notes,
  position,
  labels,
  assignees,
  checklist,
  comments,
  attachments,
  activity,
}: Task): number {
  const rest = 512;
  let bytes = rest + jsonBytes(title) + jsonBytes(notes) + jsonBytes(position);
  for (const list of [labels, assignees, checklist, comments, attachments, activity]) {
    if (list !== undefined)
      bytes += jsonBytes(list.map((item) => (typeof item === 'string' ? item : { ...item })));
  }
  return bytes;
}
