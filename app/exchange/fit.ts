/** Fits a card of another program to the bounds of a board. The end of a title that is too long moves to the notes. */

import { isBlank } from '#shared/board/values/blank.ts';
import { wellFormed } from '#shared/board/values/well-formed.ts';
import {
  bounds,
  type ExchangeCard,
  type ExchangeComment,
  type ExchangeItem,
  type ImportWarning,
} from './model.ts';

/** Characters of a text that a {@link ImportWarning} shows, at most. */
const maxShown = 60;

export function shortened(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length <= maxShown ? line : `${cut(line, maxShown - 1)}…`;
}

export interface Fitted {
  /** Absent if the title is blank. */
  readonly card?: ExchangeCard;
  readonly warnings: readonly ImportWarning[];
}

/** @param line the line of the card in its file, from 1. */
export function fitted(card: ExchangeCard, line?: number): Fitted {
  const warnings: ImportWarning[] = [];
  const place = line === undefined ? {} : { line };
  const report = (kind: ImportWarning['kind'], text?: string): void => {
    warnings.push({
      kind,
      ...place,
      ...(isBlank(card.title) ? {} : { card: shortened(card.title) }),
      ...(text === undefined || isBlank(text) ? {} : { text: shortened(text) }),
    });
  };
  const title = wellFormed(card.title).trim().replace(/\s+/g, ' ');
  if (isBlank(title)) {
    report('no-title', card.notes);
    return { warnings };
  }
  let overflow = '';
  if (title.length > bounds.title) {
    overflow = title.slice(cut(title, bounds.title).length).trim();
    report('long-title');
  }
  const notes = [overflow, wellFormed(card.notes).trim()].filter((part) => part !== '').join('\n\n');
  if (notes.length > bounds.notes) report('long-notes');
  return {
    card: {
      ...card,
      title: cut(title, bounds.title).trim(),
      notes: cut(notes, bounds.notes),
      column: wellFormed(card.column).trim(),
      labels: atMost(names(card.labels), bounds.labels, () => report('many-labels')),
      assignees: atMost(names(card.assignees), bounds.assignees, () => report('many-assignees')),
      checklist: atMost(items(card.checklist, report), bounds.items, () => report('many-items')),
      comments: atMost(comments(card.comments, report), bounds.comments, () => report('many-comments')),
    },
    warnings,
  };
}

/** The first `length` code units of `text`, without splitting a surrogate pair. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

/** The distinct names of `some`, trimmed and not blank. Names that differ only in case are the same. */
export function names(some: readonly string[]): readonly string[] {
  const seen = new Map<string, string>();
  for (const name of some) {
    const trimmed = cut(wellFormed(name).trim().replace(/\s+/g, ' '), 80).trim();
    if (!isBlank(trimmed) && !seen.has(folded(trimmed))) seen.set(folded(trimmed), trimmed);
  }
  return [...seen.values()];
}

/** The form in which names are compared. */
export function folded(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}

function items(some: readonly ExchangeItem[], report: (kind: ImportWarning['kind'], text: string) => void) {
  return some.flatMap(({ text, done }) => {
    const trimmed = wellFormed(text).trim();
    if (isBlank(trimmed)) return [];
    if (trimmed.length > bounds.item) report('long-item', trimmed);
    return [{ text: cut(trimmed, bounds.item).trim(), done }];
  });
}

function comments(
  some: readonly ExchangeComment[],
  report: (kind: ImportWarning['kind'], text: string) => void,
) {
  return some.flatMap((comment) => {
    const trimmed = wellFormed(comment.text).trim();
    if (isBlank(trimmed)) return [];
    if (trimmed.length > bounds.comment) report('long-comment', trimmed);
    return [{ ...comment, text: trimmed }];
  });
}

function atMost<Item>(some: readonly Item[], count: number, report: () => void): readonly Item[] {
  if (some.length <= count) return some;
  report();
  return some.slice(0, count);
}
