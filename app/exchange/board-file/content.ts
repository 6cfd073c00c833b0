/** The content of a board that is still to be made: from a file, or from another board. */

import type { BlobId } from '#shared/blob/blob.ts';
import type { LibraryItem } from '#shared/board/library/model.ts';
import type { BoardElement } from '#shared/board/state.ts';
import {
  type Column,
  type ColumnId,
  firstColumns,
  type Label,
  type Shelf,
  type Task,
  type Template,
} from '#shared/board/task/model.ts';

export interface NewComment {
  /** The name of its author; empty if it is not known. */
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly text: string;
}

export interface NewCard extends Pick<Task, 'title' | 'notes' | 'due'> {
  /** Elements are tied to the card by it; the board gives it another one. */
  readonly id: string;
  readonly column: ColumnId;
  /** Ids of {@link NewContent.labels}. */
  readonly labels: readonly string[];
  /** The names of the people that it was assigned to, for its notes. */
  readonly assigned: readonly string[];
  readonly checklist: readonly { readonly text: string; readonly done?: true | undefined }[];
  readonly comments: readonly NewComment[];
  readonly attachments: readonly { readonly blob: BlobId; readonly name: string; readonly bytes: number }[];
  readonly shelf?: Shelf;
}

export interface NewBlob {
  readonly id: BlobId;
  /** @returns undefined if it cannot be read, has another content than its id says, or is no image although an element shows it. */
  read(): Promise<Uint8Array | undefined>;
}

export interface NewContent {
  /** In drawing order, valid, without deleted ones. */
  readonly elements: readonly BoardElement[];
  /** In order, at least one; distinct ids. */
  readonly columns: readonly Omit<Column, 'position'>[];
  readonly labels: readonly Label[];
  readonly templates: readonly Omit<Template, 'id'>[];
  readonly library: readonly LibraryItem[];
  /** Of each column and shelf in order. */
  readonly cards: readonly NewCard[];
  /** To which elements and cards refer; those that are missing here stay empty on the board. */
  readonly blobs: readonly NewBlob[];
}

export const emptyContent: NewContent = {
  elements: [],
  columns: firstColumns,
  labels: [],
  templates: [],
  library: [],
  cards: [],
  blobs: [],
};
