/** The agreed state of a board, read-only. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { ElementProperties } from './commands.ts';
import type { LibraryItem } from './library/model.ts';
import type { NewcomerRole, Role } from './member/role.ts';
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
  /**
   * Absent for an editor. A guest and a removed member own nothing. Of a device with `deviceOf` it is the one from before
   * the link, and does not count.
   */
  readonly role?: Exclude<Role, 'editor'>;
  /**
   * The first device of its person, if that is another one (`member/persons.ts`). A removed device keeps it, so that its
   * changes stay the person's.
   */
  readonly deviceOf?: ReplicaId;
  /** The other devices of its person, if it is the first one, in the order of their links; removed ones included. */
  readonly devices?: readonly ReplicaId[];
  /** The name of the device, as its person entered it when it was linked. */
  readonly device?: string;
  /** It offers to link a device: a hash of the code. */
  readonly offer?: string;
  /** It asks to become a device of `of`'s person, with a proof that it knows the code of `offer`. */
  readonly asks?: { readonly of: ReplicaId; readonly offer: string; readonly proof: string };
  /** It is a witness: the member that lends its vote, which may be on the same computer. */
  readonly lentBy?: ReplicaId;
  /** This witness is on a host, and on no member's computer. */
  readonly onHost?: true;
}

/** Read access to a board's state. Objects handed out are never changed; a change makes a new object. */
export interface BoardView {
  readonly name: string;
  /** The role of a device that has not introduced itself, if it has an edit link. */
  readonly newcomers: NewcomerRole;
  member(id: ReplicaId): Member | undefined;
  /** Removed ones included. */
  members(): Iterable<Member>;
  /**
   * The id of the person whose device `id` is, or was when it was removed: that of its first device; `id` itself if it is
   * not linked.
   */
  personOf(id: ReplicaId): ReplicaId;
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
