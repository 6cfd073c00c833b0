/** Cards with names instead of ids, independent of any board. Every file format is read into this model and written from it. */

import {
  maxAssignees,
  maxChecklistItems,
  maxColumns,
  maxCommentLength,
  maxComments,
  maxItemLength,
  maxLabelsOfTask,
  maxNotesLength,
  maxTasks,
  maxTitleLength,
} from '#shared/board/limits.ts';
import type { Colour } from '#shared/board/task/model.ts';

export interface ExchangeItem {
  readonly text: string;
  readonly done: boolean;
}

export interface ExchangeComment {
  /** The author's name; absent if the file has none. */
  readonly by?: string;
  /** A calendar day. */
  readonly day?: string;
  /** Markdown. */
  readonly text: string;
}

export interface ExchangeCard {
  readonly title: string;
  /** Markdown. */
  readonly notes: string;
  /** The name of a column; empty if the file has none. */
  readonly column: string;
  /** Names, each once. */
  readonly labels: readonly string[];
  /** Names of people, each once. */
  readonly assignees: readonly string[];
  /** A calendar day, `2026-11-29`. */
  readonly due?: string;
  readonly checklist: readonly ExchangeItem[];
  readonly comments: readonly ExchangeComment[];
  readonly archived: boolean;
}

export interface ExchangeLabel {
  readonly name: string;
  readonly colour?: Colour;
}

export interface ExchangeBoard {
  /** Empty if the file has none. */
  readonly name: string;
  /** Distinct names in order, including columns without cards. */
  readonly columns: readonly string[];
  readonly labels: readonly ExchangeLabel[];
  /** In order. */
  readonly cards: readonly ExchangeCard[];
}

/** A part of a file that is left out or changed. The card is still read, unless it has no title. */
export interface ImportWarning {
  readonly kind:
    | 'no-title'
    | 'long-title'
    | 'long-notes'
    | 'unreadable-day'
    | 'many-labels'
    | 'many-assignees'
    | 'many-items'
    | 'long-item'
    | 'many-comments'
    | 'long-comment'
    | 'unclosed-quote'
    | 'many-cells';
  /** The line of a text file, from 1. */
  readonly line?: number;
  /** The title, shortened. */
  readonly card?: string;
  /** The unreadable text, shortened. */
  readonly text?: string;
}

/** The reason for which a file cannot be read at all. */
export type ReadProblem =
  | 'too-large'
  | 'not-recognised'
  | 'damaged'
  | 'newer'
  | 'no-cards'
  | 'too-many-cards';

export type Format = 'csv' | 'markdown' | 'paxboard' | 'trello' | 'planka';

export type Reading =
  | {
      readonly ok: true;
      readonly format: Format;
      readonly board: ExchangeBoard;
      readonly warnings: readonly ImportWarning[];
    }
  | { readonly ok: false; readonly problem: ReadProblem };

/** Bytes of a file, at most. A Trello board with thousands of cards and its history has about this size. */
export const maxFileBytes = 32 * 1024 * 1024;

/** Cards in a file, at most: no board has room for more. */
export const maxCards = maxTasks;

export const bounds = {
  title: maxTitleLength,
  notes: maxNotesLength,
  labels: maxLabelsOfTask,
  assignees: maxAssignees,
  items: maxChecklistItems,
  item: maxItemLength,
  comments: maxComments,
  comment: maxCommentLength,
  columns: maxColumns,
} as const;
