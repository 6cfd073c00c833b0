/** The agreed state of a board, read-only. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { ElementProperties } from './commands.ts';
import type { LibraryItem } from './library/model.ts';
import type { Role } from './member/role.ts';
import type { Column, ColumnId, Label, Shelf, Task, Template } from './task/model.ts';

export type { Task } from './task/model.ts';

/** An element of the whiteboard: its agreed properties (Excalidraw's names). Removed ones stay, with `isDeleted`. */
export type BoardElement = ElementProperties;

export interface Member {
  readonly id: ReplicaId;
  readonly name: string;
  /** It no longer takes part. Its entry stays, so that its changes keep a name and it cannot join again. */
  readonly removedBy?: ReplicaId;
  /** By its own statement it keeps its copy only while its page is open. */
  readonly guest?: true;
  /** Absent for an editor. A guest and a removed member own nothing. */
  readonly role?: Exclude<Role, 'editor'>;
  /** It is a witness: the member that lends its vote, which may be on the same computer. */
  readonly lentBy?: ReplicaId;
}

/** Read access to a board's state. Objects handed out are never changed; a change makes a new object. */
export interface BoardView {
  readonly name: string;
  member(id: ReplicaId): Member | undefined;
  /** Removed ones included. */
  members(): Iterable<Member>;
  /** The role that counts: that of a viewer lapses while the board has neither owners nor editors. */
  role(id: ReplicaId): Role;
  /** Whether it may change roles and remove members: an owner or, on a board without owners, an editor. */
  isInCharge(id: ReplicaId): boolean;
  element(id: string): BoardElement | undefined;
  /** In drawing order: by `index`, ties by id; removed ones included. */
  elements(): readonly BoardElement[];
  task(id: string): Task | undefined;
  /** The tasks of a column in the order in which they are shown. */
  tasks(column: ColumnId): readonly Task[];
  /** The tasks in the archive or the trash. */
  shelf(shelf: Shelf): readonly Task[];
  /** At least one, in the order in which they are shown. */
  columns(): readonly Column[];
  labels(): readonly Label[];
  /** The items of the library, the latest first. */
  library(): readonly LibraryItem[];
  templates(): readonly Template[];
}
