/**
 * What a person can ask of a board. A command's bytes are the body of a `Command` of the engine; its origin and
 * sequence name it. `at` is its author's wall clock, for people to read: nothing is decided by it.
 */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';

/** Plain data as JSON knows it; what an element's property may hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Changes of properties of one element of the whiteboard; properties that are not named stay as they are. */
export interface ElementPatch {
  readonly id: string;
  /** Whether the element may come into being by this patch. A patch without it that meets no element is refused. */
  readonly create?: true;
  /** Property name to new value. `isDeleted: true` removes an element, `isDeleted: false` brings it back. */
  readonly set: { readonly [property: string]: Json };
  readonly unset?: readonly string[];
  /**
   * This patch continues the last one of the part before (`more`): its `set` and `unset` are added to that one's, and
   * these texts and lists are put at the end of those that it sets.
   */
  readonly append?: { readonly [property: string]: string | readonly Json[] };
}

export type BoardCommandBody =
  /** The author's name as people read it; sent when a device joins and when its person changes it. */
  /** `guest`: the device keeps its copy only while its page is open, and comes back as another. */
  | { readonly type: 'member/introduce'; readonly name: string; readonly guest?: true }
  /**
   * Guarded: from then on `id` takes no part. `name` is what its remover knows it by, kept where it never introduced
   * itself.
   */
  | { readonly type: 'member/remove'; readonly id: ReplicaId; readonly name: string }
  | { readonly type: 'board/rename'; readonly name: string }
  /**
   * All patches or none. With `more` nothing happens yet: the author's next command goes on with the same change, which is
   * applied as a whole when a part comes without it. So a change may be larger than a command.
   */
  | { readonly type: 'elements/patch'; readonly patches: readonly ElementPatch[]; readonly more?: true }
  | { readonly type: 'task/create'; readonly id: string; readonly title: string; readonly column: ColumnId }
  | { readonly type: 'task/edit'; readonly id: string; readonly title?: string; readonly notes?: string }
  /** `position` is a fractional index (`fractional-indexing`) among the tasks of `column`. */
  | { readonly type: 'task/move'; readonly id: string; readonly column: ColumnId; readonly position: string }
  /** Guarded: refused if someone else was first. */
  | { readonly type: 'task/claim'; readonly id: string }
  /** Guarded: only who claimed it gives it back. */
  | { readonly type: 'task/release'; readonly id: string }
  /** Moves the task to the end of "done". */
  | { readonly type: 'task/complete'; readonly id: string }
  | { readonly type: 'task/remove'; readonly id: string };

export type BoardCommand = BoardCommandBody & {
  /** The author's wall clock, milliseconds since 1970; for people only. */
  readonly at: number;
};

export type BoardCommandType = BoardCommand['type'];

/** The columns of the task list, in the order in which they are shown. */
export const columnIds = ['todo', 'doing', 'done'] as const;
export type ColumnId = (typeof columnIds)[number];

/** What became of a command: as agreed on as the command itself. */
export type Outcome =
  /** `number` is the task's, where a task was created. */
  | { readonly status: 'applied'; readonly number?: number }
  | {
      readonly status: 'refused';
      readonly reason: RefusalReason;
      /** Who was first. */
      readonly by?: ReplicaId;
      /** Of a `bad-element`: the property that cannot be shown, and cannot be repaired. */
      readonly property?: string;
    };

export const refusalReasons = [
  'malformed',
  'too-large',
  'too-many',
  'no-such-element',
  'bad-element',
  'no-such-task',
  'task-exists',
  'already-claimed',
  'not-claimed-by-you',
  'already-done',
  /** By whom: who gave the command was removed, or who it is about was. */
  'removed',
  'not-yourself',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];
