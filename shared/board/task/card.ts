/** The effects of commands on one card, except its place. Each is a function of the card; a card is immutable. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { BoardCommand, Outcome } from '../commands.ts';
import {
  maxActivities,
  maxActivityText,
  maxAssignees,
  maxAttachments,
  maxChecklistItems,
  maxCommentLength,
  maxComments,
  maxItemLength,
  maxLabelsOfTask,
  maxNotesLength,
  maxTitleLength,
} from '../limits.ts';
import type { PersonOf } from '../member/persons.ts';
import { refused } from '../outcome.ts';
import { compareCodeUnits } from '../values/json.ts';
import { mergedParagraphs, mergedWords } from '../values/merged-field.ts';
import { mergedLines } from '../values/merged-lines.ts';
import type { Activity, ActivityKind, Attachment, ChecklistItem, Comment, Task } from './model.ts';

export type CardCommand = Extract<
  BoardCommand,
  {
    readonly type:
      | 'task/edit'
      | 'task/label'
      | 'task/assign'
      | `task/item-${string}`
      | `task/comment-${string}`
      | 'task/attach'
      | 'task/detach';
  }
>;

/** The board as far as a card's commands depend on it. */
export interface CardContext {
  readonly origin: ReplicaId;
  readonly personOf: PersonOf;
  readonly hasLabel: (id: string) => boolean;
}

/** @returns the card after the command (the same one if nothing changes), or why it is refused. */
export function cardAfter(task: Task, command: CardCommand, context: CardContext): Task | Outcome {
  const { origin, personOf } = context;
  const recorded = (card: Task, did: ActivityKind, what?: string) =>
    withActivity(card, did, origin, command.at, what);
  switch (command.type) {
    case 'task/edit':
      return edited(task, command, origin);
    case 'task/label': {
      const { label, on } = command;
      const labels = (task.labels ?? []).filter((id) => id === label || context.hasLabel(id));
      if (labels.includes(label) === on) return task;
      if (on && !context.hasLabel(label)) return refused('no-such-label');
      if (on && labels.length >= maxLabelsOfTask) return refused('too-many');
      return recorded(
        withList(task, 'labels', toggled(labels, label, on)),
        on ? 'labelled' : 'unlabelled',
        label,
      );
    }
    case 'task/assign': {
      const { on } = command;
      const person = personOf(command.person);
      const assignees = task.assignees ?? [];
      // Each of its devices may have been assigned before they were linked.
      const others = assignees.filter((id) => personOf(id) !== person);
      if (others.length < assignees.length === on) return task;
      if (on && assignees.length >= maxAssignees) return refused('too-many');
      const changed = withList(task, 'assignees', on ? toggled(others, person, true) : others);
      return recorded(changed, on ? 'assigned' : 'unassigned', person);
    }
    case 'task/item-add': {
      const items = task.checklist ?? [];
      if (items.some(({ id }) => id === command.item)) return task;
      if (items.length >= maxChecklistItems) return refused('too-many');
      return withList(task, 'checklist', [...items, { id: command.item, text: command.text }]);
    }
    case 'task/item-edit': {
      const items = task.checklist ?? [];
      const before = items.find(({ id }) => id === command.item);
      if (before === undefined) return refused('no-such-item');
      const { text = before.text, done = before.done === true } = command;
      const merged = mergedWords(command.textWas, text, before.text);
      if (merged.length > maxItemLength) return refused('too-large');
      const after: ChecklistItem = { id: before.id, text: merged, ...(done ? { done } : {}) };
      const changed = withList(task, 'checklist', placedItem(items, after, command.before));
      if (after.done === before.done) return changed;
      return recorded(changed, after.done === true ? 'checked' : 'unchecked', clipped(after.text));
    }
    case 'task/item-remove': {
      const items = task.checklist ?? [];
      const rest = items.filter(({ id }) => id !== command.item);
      return rest.length === items.length ? refused('no-such-item') : withList(task, 'checklist', rest);
    }
    case 'task/comment-add': {
      const comments = task.comments ?? [];
      if (comments.some(({ id }) => id === command.comment)) return task;
      if (comments.length >= maxComments) return refused('too-many');
      const comment: Comment = { id: command.comment, by: origin, at: command.at, text: command.text };
      return recorded(withList(task, 'comments', [...comments, comment]), 'commented');
    }
    case 'task/comment-edit':
    case 'task/comment-remove': {
      const comments = task.comments ?? [];
      const before = comments.find(({ id }) => id === command.comment);
      if (before === undefined) return refused('no-such-comment');
      if (personOf(before.by) !== personOf(origin)) return refused('not-your-comment', before.by);
      if (command.type === 'task/comment-remove')
        return withList(
          task,
          'comments',
          comments.filter((comment) => comment !== before),
        );
      const text = mergedParagraphs(command.textWas, command.text, before.text);
      if (text.length > maxCommentLength) return refused('too-large');
      const after: Comment = { ...before, text, editedAt: command.at };
      return withList(
        task,
        'comments',
        comments.map((comment) => (comment === before ? after : comment)),
      );
    }
    case 'task/attach': {
      const attachments = task.attachments ?? [];
      const { attachment: id, blob, name, bytes, at } = command;
      if (attachments.some((one) => one.id === id)) return task;
      if (attachments.length >= maxAttachments) return refused('too-many');
      const added: Attachment = { id, blob, name, bytes, by: origin, at };
      return recorded(withList(task, 'attachments', [...attachments, added]), 'attached', clipped(name));
    }
    case 'task/detach': {
      const attachments = task.attachments ?? [];
      const before = attachments.find(({ id }) => id === command.attachment);
      if (before === undefined) return refused('no-such-attachment');
      const rest = attachments.filter((one) => one !== before);
      return recorded(withList(task, 'attachments', rest), 'detached', clipped(before.name));
    }
  }
}

function edited(
  task: Task,
  command: Extract<CardCommand, { readonly type: 'task/edit' }>,
  origin: ReplicaId,
): Task | Outcome {
  const { titleWas, due = task.due ?? null, notesWere, at } = command;
  const title = mergedWords(titleWas, command.title ?? task.title, task.title);
  const typed = command.notes ?? task.notes;
  const notes = notesWere === undefined ? typed : mergedLines(notesWere, typed, task.notes);
  if (notes.length > maxNotesLength || title.length > maxTitleLength) return refused('too-large');
  const isDue = due !== (task.due ?? null);
  if (title === task.title && notes === task.notes && !isDue) return task;
  const { due: _, ...rest } = task;
  let card: Task = { ...rest, title, notes, ...(due === null ? {} : { due }) };
  if (command.log !== true) return card;
  if (title !== task.title) card = withActivity(card, 'renamed', origin, at);
  if (notes !== task.notes) card = withActivity(card, 'noted', origin, at);
  if (isDue) card = withActivity(card, 'due', origin, at, due ?? undefined);
  return card;
}

/** A repeated action of one person replaces the entry before it. */
export function withActivity(task: Task, did: ActivityKind, by: ReplicaId, at: number, what?: string): Task {
  const entry: Activity = Object.freeze({ did, by, at, ...(what === undefined ? {} : { what }) });
  const known = task.activity ?? [];
  const last = known.at(-1);
  const again = last?.did === did && last.by === by && last.what === what;
  const entries = [...(again ? known.slice(0, -1) : known), entry].slice(-maxActivities);
  return { ...task, activity: Object.freeze(entries) };
}

type ListName = 'labels' | 'assignees' | 'checklist' | 'comments' | 'attachments';

/** An empty list is absent: equal cards have equal bytes. */
export function withList<N extends ListName>(task: Task, name: N, list: NonNullable<Task[N]>): Task {
  const { [name]: _, ...rest } = task;
  const frozen = Object.freeze([...list]);
  for (const item of frozen) Object.freeze(item);
  // The rest lacks only optional properties.
  return (list.length === 0 ? rest : { ...rest, [name]: frozen }) as Task;
}

function toggled<T extends string>(list: readonly T[], item: T, on: boolean): readonly T[] {
  return on ? [...list, item].sort(compareCodeUnits) : list.filter((other) => other !== item);
}

/** @param before undefined leaves the item where it is; an item that is not there is the end. */
function placedItem(
  items: readonly ChecklistItem[],
  item: ChecklistItem,
  before: string | null | undefined,
): readonly ChecklistItem[] {
  if (before === undefined || before === item.id)
    return items.map((one) => (one.id === item.id ? item : one));
  const others = items.filter(({ id }) => id !== item.id);
  const found = others.findIndex(({ id }) => id === before);
  const at = found < 0 ? others.length : found;
  return [...others.slice(0, at), item, ...others.slice(at)];
}

/** The start of `text`, never half of a character that takes two code units. */
function clipped(text: string): string {
  const start = text.slice(0, maxActivityText);
  return /[\ud800-\udbff]$/.test(start) ? start.slice(0, -1) : start;
}
