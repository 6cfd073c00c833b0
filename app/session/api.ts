/** The operations of a window on a board and on the list of boards: the interface between `renderer/` and `app/`. */

import type { Blobs } from '#app/blobs/blobs.ts';
import type { ColumnId, ElementPatch } from '#shared/board/commands.ts';
import type { LibraryItem } from '#shared/board/library/model.ts';
import type { BoardElement } from '#shared/board/state.ts';
import type { BoardAccess, Invite } from '#shared/invite/invite.ts';
import type { BoardExport } from './board-export.ts';
import type { DeviceLinking } from './changes/device-linking.ts';
import type { MergedTexts } from './changes/elements/merged-texts.ts';
import type { Members } from './changes/members.ts';
import type { Cards } from './changes/tasks/cards.ts';
import type { ElementUndo, StepMark } from './changes/undo/element-history.ts';
import type { NetworkSettings } from './device/network.ts';
import type { LiveBoard } from './live/live.ts';
import type { Result } from './result.ts';
import type { CardTies } from './view/elements/ties.ts';
import type { SessionView } from './view/view.ts';

export interface TaskChange {
  readonly title?: string;
  /** The title from which the person began: others' changes since then are merged with `title`, word by word. */
  readonly titleWas?: string;
  readonly notes?: string;
  /** The same for the notes, line by line. */
  readonly notesWere?: string;
  /** A calendar day, `2026-11-29`; null removes it. */
  readonly due?: string | null;
}

/**
 * A promise of a result resolves when the change is settled. If the board is closed or stops before that, it stays
 * pending: the change is in the outbox, and its outcome is not known yet. A change that this device refuses
 * resolves at once. Every refusal is a notice, too.
 */
export interface BoardSession {
  /** The same object until something in it changes (fit for `useSyncExternalStore`). */
  view(): SessionView;
  /** @returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** Makes `view()` include all changes at once; otherwise those since the last frame follow with the next one. */
  refresh(): void;

  /** The positions of people and their unfinished gestures, outside the agreed state. */
  readonly live: LiveBoard;

  /** The whiteboard as this device shows it, pending changes included, in drawing order. */
  elements(): readonly BoardElement[];
  element(id: string): BoardElement | undefined;
  /**
   * Calls back with the ids of elements that look different now for any reason but this window's own
   * `patchElements`: others' changes, a pending change that was refused, the board being loaded.
   */
  subscribeElements(listener: (changed: readonly string[]) => void): () => void;

  /**
   * Shown at once, settled later. Split into commands that fit; a patch that this board refuses (too large for a
   * command, no such element) is left out with a notice, and its element is named to `subscribeElements`. Without a
   * `mark` it is a step of `undo`; consecutive calls with the same one are one step.
   */
  patchElements(patches: readonly ElementPatch[], mark?: StepMark): void;
  /** Each one is named to `subscribeElements`, too. */
  readonly mergedTexts: Pick<MergedTexts, 'size' | 'add' | 'take' | 'measured'>;
  /** Undo and redo of this person's `patchElements` and `tieElements`, also across a reload. */
  readonly undo: ElementUndo;
  /** The elements of each card. */
  readonly ties: CardTies;
  /**
   * Ties elements to a card instead of their former ones, or (undefined) to none. Shown and refused as `patchElements`,
   * and named to `subscribeElements`.
   */
  tieElements(ids: readonly string[], card: string | undefined): void;
  /**
   * Calls back when the page or the device is about to end or to be frozen: hand over at once what waits for its turn.
   * All that is handed over until the callback returns is kept, also if the page ends with it.
   *
   * @returns a function that ends the subscription.
   */
  onLeaving(listener: () => void): () => void;

  /** Images, to which elements and cards refer. */
  readonly blobs: Blobs;

  createTask(title: string, column: ColumnId, notes?: string): Promise<Result>;
  /** Changes the fields that `change` names. */
  editTask(id: string, change: TaskChange): Promise<Result>;
  /**
   * Moves a task before `before`, or to the end of `column`; refused if someone else moved it to another column first.
   */
  moveTask(id: string, column: ColumnId, before?: string): Promise<Result>;
  /**
   * Guarded: resolves when it is settled; a refusal names the first claimant. A card in a `todo` column moves to the
   * first column of the kind `doing`.
   */
  claimTask(id: string): Promise<Result>;
  releaseTask(id: string): Promise<Result>;
  completeTask(id: string): Promise<Result>;
  /** For good. `cards.shelve` puts it into the trash. */
  removeTask(id: string): Promise<Result>;
  /** Columns, labels, the parts of cards, and the way back. */
  readonly cards: Cards;

  /** Adds an item to the library, for everyone. */
  addToLibrary(item: LibraryItem): Promise<Result>;
  removeFromLibrary(id: string): Promise<Result>;

  /** @param was the name from which the person began: others' changes since then are merged with `name`. */
  renameBoard(name: string, was?: string): Promise<Result>;
  introduce(name: string): Promise<Result>;
  /** Removals, roles, lent votes, and this device's own leaving. */
  readonly members: Members;
  /** The links between the devices of this person. */
  readonly devices: DeviceLinking;

  /** The board as this device shows it; `app/exchange/board-file/write.ts` makes a file of it. */
  export(): BoardExport;
  /**
   * Continues without the missing majority (`view().canRecover`): only after a person confirmed it. Every other
   * device stops when it meets this one, and changes that only those have are not on the board.
   *
   * @throws RecoveryNotPossible
   */
  recover(): Promise<void>;

  /**
   * An invite for another device, without the addresses of signaling servers, which the caller adds. A viewer's invites
   * have `view` access, whatever `access` is.
   */
  invite(access: BoardAccess): Invite;
  /** Leaves the network and closes the storage. Pending changes stay in the outbox. */
  close(): Promise<void>;
}

/** A person of a board in the list of boards. */
export interface PersonSummary {
  readonly name: string;
  /** As `Person.colour`. */
  readonly colour: number;
}

/** Facts about a board that is not open, from this device's last visit. */
export interface BoardSummary {
  /** The first other people, of at most `maxSummaryPeople`. */
  readonly people: readonly PersonSummary[];
  /** The number of further people. */
  readonly more: number;
  /** The time at which this device last saw a change settle, milliseconds since 1970; absent if it saw none. */
  readonly changedAt?: number;
}

/** A board that this device is a member of. */
export interface KnownBoard {
  readonly id: string;
  readonly name: string;
  /** This device's access to it. */
  readonly access: BoardAccess;
  /** Milliseconds since 1970. */
  readonly lastOpenedAt: number;
  /** Absent before the first visit. */
  readonly summary?: BoardSummary;
}

/** A board that is missing from the list. */
export interface LostBoard {
  readonly id: string;
  /** Empty if it is not known. */
  readonly name: string;
  /** Its copy is there, but this version cannot read its record. Otherwise the browser lost the copy. */
  readonly isThere?: true;
}

export interface BoardShelf {
  /** Where this device looks for others, for all its boards. */
  readonly network: NetworkSettings;
  /** Latest opened first. */
  list(): Promise<readonly KnownBoard[]>;
  /**
   * This device keeps its boards only while the page is open, never votes, and cannot create boards: the page came over
   * plain HTTP from another computer.
   */
  readonly isGuest: boolean;
  /** Whether the end of this page would lose changes of a guest, on an open board or on one that was left. */
  hasUnsettled(): boolean;
  /** Boards that were on this device before, that nobody forgot, and that the latest `list` lacks. */
  lost(): readonly LostBoard[];
  /** The person has seen the list of lost boards. Those that are there stay in it. */
  forgetLost(): void;
  /**
   * A new board of which this device is the first voter. Not for guests.
   *
   * @param state `incomplete`: the board is not in the list, and is deleted if the page ends, until `completed`. Its steps of undo
   *   are not kept.
   */
  create(name: string, state?: 'incomplete'): Promise<KnownBoard>;
  completed(id: string): Promise<void>;
  /**
   * Remembers a board from an invite. Joining one that is known already changes nothing but its addresses, and what
   * this device may do if the invite lets it do more. If the key of a known board is locked (`isLocked`), the invite's replaces it, also one that
   * lets this device do less.
   */
  join(invite: Invite): Promise<KnownBoard>;
  /** Whether this device cannot open its key to a known board: the system's keyring is locked, or was reset. */
  isLocked(id: string): Promise<boolean>;
  /** @throws BoardOpenElsewhere if another window of this device has it open. */
  open(id: string): Promise<BoardSession>;
  /** Deletes this device's copy. The replica that lived in it never votes again. */
  forget(id: string): Promise<void>;
  /**
   * Deletes this device's copy, as `forget`, but remembers the board: with the next `open` this device joins it as a
   * new one.
   *
   * @throws BoardOpenElsewhere if a window has it open.
   */
  rejoin(id: string): Promise<void>;
  /** The small picture of a board's whiteboard; undefined if there is none. */
  picture(id: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /**
   * Stores a picture; ignored for an unknown board.
   *
   * @param picture an encoded image of at most `maxPictureBytes` and `maxPictureSide`; undefined to remove it.
   * @throws RangeError beyond these bounds.
   */
  keepPicture(id: string, picture: Uint8Array | undefined): Promise<void>;
  /**
   * Calls back with the id of a board after its picture has changed.
   *
   * @returns a function that ends the subscription.
   */
  subscribePictures(listener: (id: string) => void): () => void;
  /**
   * The ids of boards that are open on another device now, of the latest opened ones: this window's hosts are asked.
   * Empty if they do not answer.
   */
  openNow(): Promise<ReadonlySet<string>>;
  /** Whether the browser keeps what is stored here also when the disk is full; undefined if it does not say. */
  isLasting(): Promise<boolean | undefined>;
  /** The person's name as other people see it; empty until it was set. */
  myName(): Promise<string>;
  setMyName(name: string): Promise<void>;
}

/** A majority is reachable again, or was until a moment ago. */
export class RecoveryNotPossible extends Error {
  override readonly name = 'RecoveryNotPossible';
}

/** Another window of this device has the board open. */
export class BoardOpenElsewhere extends Error {
  override readonly name = 'BoardOpenElsewhere';
}
