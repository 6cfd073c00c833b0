/**
 * The commands of a person to a board. A command's bytes are the body of a `Command` of the engine; its origin and
 * sequence name it. `at` is its author's wall clock, for people to read: nothing is decided by it.
 */

import type { BlobId } from '#shared/blob/blob.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { NewcomerRole, Role } from './member/role.ts';
import type { ChecklistItem, Colour, ColumnId, ColumnKind, Shelf, Template } from './task/model.ts';

/** Plain data as in JSON: the possible values of an element's property. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** An element with all its agreed properties (Excalidraw's names). */
export type ElementProperties = { readonly id: string } & { readonly [property: string]: Json };

/** Changes of properties of one element of the whiteboard; properties that are not named stay as they are. */
export interface ElementPatch {
  readonly id: string;
  /** Whether the element may come into being by this patch. A patch without it that meets no element is refused. */
  readonly create?: true;
  /** Property name to new value. `isDeleted: true` removes an element, `isDeleted: false` brings it back. */
  readonly set: { readonly [property: string]: Json };
  readonly unset?: readonly string[];
  /**
   * The `originalText` from which the author of a new one began, at most `maxTextWasLength`: lines that others have added or
   * changed since are merged with it. Without it the new text replaces theirs. It has no effect on a new element.
   */
  readonly textWas?: string;
  /**
   * This patch continues the last one of the part before (`more`): its `set` and `unset` are added to that one's, and
   * these texts and lists are put at the end of those that it sets.
   */
  readonly append?: { readonly [property: string]: string | readonly Json[] };
}

export type BoardCommandBody =
  /**
   * The author's name as people read it; sent when a device joins and when its person changes it. Ends a lending of its
   * vote. `guest`: the device keeps its copy only while its page is open, and comes back as another.
   */
  | { readonly type: 'member/introduce'; readonly name: string; readonly guest?: true }
  /**
   * Guarded: `id` takes no further part. On a board with owners only they may ask for it, and a person for a device of
   * its own. `name` is the name that the remover sees; it is stored if the member never introduced itself. `all`: the
   * person with all its devices.
   */
  | { readonly type: 'member/remove'; readonly id: ReplicaId; readonly name: string; readonly all?: true }
  /** Guarded: its author leaves the board for good, as if it were removed by itself. `name` as in `member/remove`. */
  | { readonly type: 'member/leave'; readonly name: string }
  /**
   * Guarded: gives `id` a role. On a board with owners only they may ask for it, and the last one cannot give up its
   * role. `name` as in `member/remove`.
   */
  | { readonly type: 'member/role'; readonly id: ReplicaId; readonly role: Role; readonly name: string }
  /** Guarded: its author, an owner, makes `id` an owner and becomes an editor. If one is refused, both are. */
  | { readonly type: 'member/hand-over'; readonly id: ReplicaId }
  /**
   * Its author lends the vote of a witness: device `id`, which keeps no board. Guarded: refused for a removed device,
   * and for one that is a member already.
   */
  | {
      readonly type: 'member/lend';
      readonly id: ReplicaId;
      readonly name: string;
      /** It is on a host, and not on a computer of the author. */
      readonly host?: true;
    }
  /** Its author offers to link a device. It replaces the author's earlier offer. `offer`: see `offerOf`. */
  | { readonly type: 'member/link-offer'; readonly offer: string; readonly device: string }
  /** Guarded: its author asks to become a device of `id`'s person, which has made `offer`. `proof`: see `proofOf`. */
  | {
      readonly type: 'member/link-ask';
      readonly id: ReplicaId;
      readonly offer: string;
      readonly proof: string;
      readonly device: string;
    }
  /** Guarded: `id`, which asks for it, becomes a device of its author's person. Ends the offer. */
  | { readonly type: 'member/link-admit'; readonly id: ReplicaId; readonly offer: string }
  /** Its author offers and asks for nothing any more. */
  | { readonly type: 'member/link-withdraw' }
  /** Guarded: `id` becomes a person of its own. Its person and those in charge may ask for it. */
  | { readonly type: 'member/unlink'; readonly id: ReplicaId }
  /** `nameWas`: as `titleWas` of `task/edit`. */
  | { readonly type: 'board/rename'; readonly name: string; readonly nameWas?: string }
  /**
   * Guarded, for owners: the role of each device that introduces itself from now on. It counts while the board has an
   * owner, who can give another role.
   */
  | { readonly type: 'board/newcomers'; readonly role: NewcomerRole }
  /**
   * All patches or none. With `more` nothing happens yet: the author's next command goes on with the same change, which
   * is applied as a whole when a part comes without it. So a change may be larger than a command.
   */
  | { readonly type: 'elements/patch'; readonly patches: readonly ElementPatch[]; readonly more?: true }
  | ({ readonly type: 'task/create'; readonly title: string; readonly column: ColumnId } & OfTask & NewCard)
  /**
   * Changes the fields that it names; `due: null` takes the due day away. With `notesWere`, the notes from which its
   * author began, the changes of others since then are merged with `notes`; without it `notes` replace them. `titleWas`
   * is the same for the title, which is merged word by word.
   */
  | ({
      readonly type: 'task/edit';
      readonly title?: string;
      readonly titleWas?: string;
      readonly notes?: string;
      readonly notesWere?: string;
      readonly due?: string | null;
    } & OfTask)
  /**
   * `position` is a fractional index (`fractional-indexing`) among the tasks of `column`. With `from` it is refused if
   * the card is in another column by now.
   */
  | ({
      readonly type: 'task/move';
      readonly column: ColumnId;
      readonly position: string;
      readonly from?: ColumnId;
    } & OfTask)
  /**
   * Guarded: refused if someone else was first. With `start` a card that nobody has begun also moves to the end of the
   * first column of the kind `doing`.
   */
  | ({ readonly type: 'task/claim'; readonly start?: true } & OfTask)
  /** Guarded: only the person who claimed the task can give it back. */
  | ({ readonly type: 'task/release' } & OfTask)
  /** Moves the task to the end of the first column of the kind `done`. */
  | ({ readonly type: 'task/complete' } & OfTask)
  /** For good: its number is not used again. */
  | { readonly type: 'task/remove'; readonly id: string }
  /** Puts it into the archive or the trash, or (`board`) back to the column where it was. */
  | { readonly type: 'task/shelve'; readonly id: string; readonly to: Shelf | 'board' }
  | { readonly type: 'task/label'; readonly id: string; readonly label: string; readonly on: boolean }
  /** `person` is a member's id. */
  | { readonly type: 'task/assign'; readonly id: string; readonly person: ReplicaId; readonly on: boolean }
  /** Adds an item to the end of the checklist of task `id`. */
  | { readonly type: 'task/item-add'; readonly id: string; readonly item: string; readonly text: string }
  /** Changes the given fields. `before` is the following item; null is the end. `textWas`: as `titleWas` of `task/edit`. */
  | {
      readonly type: 'task/item-edit';
      readonly id: string;
      readonly item: string;
      readonly text?: string;
      readonly textWas?: string;
      readonly done?: boolean;
      readonly before?: string | null;
    }
  | { readonly type: 'task/item-remove'; readonly id: string; readonly item: string }
  | {
      readonly type: 'task/comment-add';
      readonly id: string;
      readonly comment: string;
      readonly text: string;
    }
  /** Refused unless its author asks for it, on any of their devices. `textWas`: as `notesWere` of `task/edit`. */
  | {
      readonly type: 'task/comment-edit';
      readonly id: string;
      readonly comment: string;
      readonly text: string;
      readonly textWas?: string;
    }
  /** Refused unless its author asks for it. */
  | { readonly type: 'task/comment-remove'; readonly id: string; readonly comment: string }
  /** `bytes` is the size of the content of `blob`. */
  | {
      readonly type: 'task/attach';
      readonly id: string;
      readonly attachment: string;
      readonly blob: BlobId;
      readonly name: string;
      readonly bytes: number;
    }
  | { readonly type: 'task/detach'; readonly id: string; readonly attachment: string }
  | {
      readonly type: 'column/add';
      readonly id: ColumnId;
      readonly name: string;
      readonly kind: ColumnKind;
      readonly colour: Colour;
      /** A fractional index among the columns. */
      readonly position: string;
    }
  /** Changes the given fields; `limit: null` removes the limit. `nameWas`: as `titleWas` of `task/edit`. */
  | {
      readonly type: 'column/edit';
      readonly id: ColumnId;
      readonly name?: string;
      readonly nameWas?: string;
      readonly colour?: Colour;
      readonly position?: string;
      readonly limit?: number | null;
    }
  /** All its cards, those in the archive and the trash included, go to the end of `to`. */
  | { readonly type: 'column/remove'; readonly id: ColumnId; readonly to: ColumnId }
  | { readonly type: 'label/add'; readonly id: string; readonly name: string; readonly colour: Colour }
  /** `nameWas`: as `titleWas` of `task/edit`. */
  | {
      readonly type: 'label/edit';
      readonly id: string;
      readonly name?: string;
      readonly nameWas?: string;
      readonly colour?: Colour;
    }
  /** It disappears from all cards. */
  | { readonly type: 'label/remove'; readonly id: string }
  /** Adds an item to the library of the board; an item that is there already stays as it is. */
  | {
      readonly type: 'library/add';
      readonly id: string;
      readonly name?: string;
      readonly created: number;
      readonly elements: readonly ElementProperties[];
    }
  | { readonly type: 'library/remove'; readonly id: string }
  | ({ readonly type: 'template/add' } & Template)
  /**
   * Changes the given fields; null removes the labels or the checklist. `titleWas`, `notesWere`: as those of `task/edit`.
   * `checklistWas` is the same for the checklist; null stands for none.
   */
  | {
      readonly type: 'template/edit';
      readonly id: string;
      readonly title?: string;
      readonly titleWas?: string;
      readonly notes?: string;
      readonly notesWere?: string;
      readonly labels?: Template['labels'] | null;
      readonly checklist?: Template['checklist'] | null;
      readonly checklistWas?: Template['checklist'] | null;
    }
  | { readonly type: 'template/remove'; readonly id: string };

interface OfTask {
  readonly id: string;
  /**
   * The card's activity records the command. Commands of versions that kept no activity lack it. Their effect must not
   * change: otherwise a replica that replays them would differ from one that has a snapshot.
   */
  readonly log?: true;
}

/** The optional fields of a new card. */
export interface NewCard {
  readonly notes?: string;
  readonly due?: string;
  readonly labels?: readonly string[];
  readonly assignees?: readonly ReplicaId[];
  readonly checklist?: readonly ChecklistItem[];
}

export type BoardCommand = BoardCommandBody & {
  /** The author's wall clock, milliseconds since 1970; for people only. */
  readonly at: number;
};

export type BoardCommandType = BoardCommand['type'];

export type { ColumnId } from './task/model.ts';

/** The outcome of a command; agreed on like the command itself. */
export type Outcome =
  /** `number` is the task's, where a task was created. */
  | { readonly status: 'applied'; readonly number?: number }
  | {
      readonly status: 'refused';
      readonly reason: RefusalReason;
      /** The first device. */
      readonly by?: ReplicaId;
      /** Of `moved-meanwhile`: the column where the card is. Of `on-shelf`: where it is. */
      readonly at?: string;
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
  /** Someone else moved the card first. */
  'moved-meanwhile',
  /** The card is in the archive or the trash. */
  'on-shelf',
  'no-such-item',
  'no-such-comment',
  'not-your-comment',
  'no-such-attachment',
  'no-such-label',
  'label-exists',
  'no-such-template',
  'template-exists',
  'no-such-column',
  'column-exists',
  /** Its cards would have no place. */
  'last-column',
  'no-such-person',
  /** The author of the command, or the member that it names, was removed. */
  'removed',
  'not-yourself',
  /** The author of the command is a viewer. */
  'view-only',
  'owners-only',
  /** The board would fall to its editors: the owner has to hand it over. */
  'last-owner',
  /** A guest does not come back. */
  'guest-owner',
  /** The device of a member cannot become a witness. */
  'member-exists',
  /** The offer to link a device has ended, or another device was faster. */
  'no-such-offer',
  'already-linked',
  'not-linked',
  'too-many-devices',
  /** A guest does not come back. */
  'guest-device',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];
