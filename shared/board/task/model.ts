/** The parts of the task list: columns, labels, and the parts of a card beside its title and notes. */

import type { BlobId } from '#shared/blob/blob.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';

/** The id of a column. Boards start with the columns `todo`, `doing` and `done`. */
export type ColumnId = string;

/** The meaning of a column for its cards: not begun, in progress, finished. A column never changes its kind. */
export const columnKinds = ['todo', 'doing', 'done'] as const;
export type ColumnKind = (typeof columnKinds)[number];

/** The colours of columns and labels. A window decides how each looks. */
export const colours = [
  'gray',
  'red',
  'pink',
  'grape',
  'violet',
  'indigo',
  'blue',
  'cyan',
  'teal',
  'green',
  'lime',
  'yellow',
  'orange',
] as const;
export type Colour = (typeof colours)[number];

export interface Column {
  readonly id: ColumnId;
  /** Absent of the first three until someone renames them: a window has a text for each. */
  readonly name?: string;
  readonly kind: ColumnKind;
  readonly colour: Colour;
  /** Fractional index among the columns; ties are broken by id. */
  readonly position: string;
  /** Cards that the column should hold at most (1 and up): shown, not enforced. */
  readonly limit?: number;
}

/** A board's columns until someone changes them. */
export const firstColumns: readonly [Column, Column, Column] = [
  Object.freeze({ id: 'todo', kind: 'todo', colour: 'gray', position: 'a0' }),
  Object.freeze({ id: 'doing', kind: 'doing', colour: 'orange', position: 'a1' }),
  Object.freeze({ id: 'done', kind: 'done', colour: 'teal', position: 'a2' }),
];

export interface Label {
  readonly id: string;
  readonly name: string;
  readonly colour: Colour;
}

export interface ChecklistItem {
  readonly id: string;
  readonly text: string;
  readonly done?: true;
}

export interface Comment {
  readonly id: string;
  /** The device whose key signed it. Only this device changes or removes the comment. */
  readonly by: ReplicaId;
  /** The author's wall clock, milliseconds since 1970. */
  readonly at: number;
  /** Markdown. */
  readonly text: string;
  /** When it was changed last; absent if never. */
  readonly editedAt?: number;
}

/** A file on a card. Its content is a blob, which is not part of the log. */
export interface Attachment {
  readonly id: string;
  readonly blob: BlobId;
  /** As `isFileName` allows. */
  readonly name: string;
  /** The size as its author says: for people to read before the content is here. 1 to `maxBlobBytes`. */
  readonly bytes: number;
  readonly by: ReplicaId;
  /** The author's wall clock, milliseconds since 1970. */
  readonly at: number;
}

/** Where a card can be instead of on the board. */
export const shelves = ['archive', 'trash'] as const;
export type Shelf = (typeof shelves)[number];

export const activityKinds = [
  'moved',
  'claimed',
  'released',
  'renamed',
  'noted',
  'due',
  'labelled',
  'unlabelled',
  'assigned',
  'unassigned',
  'checked',
  'unchecked',
  'commented',
  'attached',
  'detached',
  'archived',
  'trashed',
  'restored',
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** One thing that somebody did with a card. */
export interface Activity {
  readonly did: ActivityKind;
  readonly by: ReplicaId;
  /** The author's wall clock, milliseconds since 1970. */
  readonly at: number;
  /** The id of the column, label or person; the due day; the start of the checklist item's text or of the file's name. */
  readonly what?: string;
}

export interface Task {
  readonly id: string;
  /** Gapless: 1, 2, 3 … in the order in which creation was agreed on. Never used again. */
  readonly number: number;
  readonly title: string;
  /** Markdown. */
  readonly notes: string;
  /** Of a card in the archive or the trash: the one to which it returns. */
  readonly column: ColumnId;
  /** Fractional index within the column; ties are broken by id. */
  readonly position: string;
  readonly createdBy: ReplicaId;
  readonly createdAt: number;
  readonly claimedBy?: ReplicaId;
  /** There if and only if the column is of the kind `done`. */
  readonly completedBy?: ReplicaId;
  /** A calendar day without a time zone, `2026-11-29`. */
  readonly due?: string;
  /** Ids of labels in order; labels that the board does not have any more are not shown. Never empty. */
  readonly labels?: readonly string[];
  /** In order of their ids. Never empty. */
  readonly assignees?: readonly ReplicaId[];
  /** In the order in which it is shown. Never empty. */
  readonly checklist?: readonly ChecklistItem[];
  /** Oldest first. Never empty. */
  readonly comments?: readonly Comment[];
  /** Oldest first. Never empty. */
  readonly attachments?: readonly Attachment[];
  /** Absent while the card is on the board. */
  readonly shelf?: Shelf;
  /** Oldest first, the latest `maxActivities`. Never empty. */
  readonly activity?: readonly Activity[];
}
