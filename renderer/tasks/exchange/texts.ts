/** Texts about files with cards. */

import type { DayOrder } from '#app/exchange/days.ts';
import type { CsvField } from '#app/exchange/formats/csv.ts';
import {
  bounds,
  type ExchangeComment,
  type Format,
  type ImportWarning,
  maxCards,
  maxFileBytes,
  type ReadProblem,
} from '#app/exchange/model.ts';
import { catalog } from '#shared/texts/catalog.ts';
import { withoutIsolates } from '#shared/texts/direction.ts';
import { allOf } from '../../ui/format.ts';

export const exchange = catalog('tasks.exchange', {
  importCards: 'Import cards…',
  exportLabel: 'Export cards as',
  exports: { csv: 'CSV (spreadsheet)', markdown: 'Markdown', json: 'JSON (the whole board)' },
  notSaved: 'The cards could not be saved.',
  title: 'Import cards',
  intro:
    'From a CSV or Markdown file, from a board that Paxboard saved, from Trello’s JSON export, or from a Planka board as JSON.',
  choose: 'Choose a file',
  drop: 'or drop one here',
  reading: 'Reading the file…',
  another: 'Another file',
  formats: {
    csv: 'CSV',
    markdown: 'Markdown',
    paxboard: 'Paxboard',
    trello: 'Trello',
    planka: 'Planka',
  } as const satisfies Record<Format, string>,
  found: '{cards, plural, one {# card} other {# cards}} found in “{name}” ({format}).',
  problems: {
    'not-recognised': 'This is no file with cards that Paxboard can read.',
    damaged: 'This file is damaged: it ends too early, or was changed.',
    newer: 'A newer version of Paxboard saved this file. Update Paxboard, then import it again.',
    'no-cards': 'There are no cards in this file.',
  } as const satisfies Record<Exclude<ReadProblem, 'too-large' | 'too-many-cards'>, string>,
  tooLarge: 'This file is larger than {megabytes, number} MB, so it was not read.',
  tooManyCards: 'There are more than {max, number} cards in this file, and no board has room for so many.',
  failed: 'The file could not be read. Perhaps it was moved or deleted.',
  cardsOnly:
    'Only the cards are imported here. “Open file…” on the start screen makes a new board of the whole file, with its whiteboard, images and files.',
  mappingTitle: 'Columns of the table',
  fields: {
    title: 'Title',
    notes: 'Notes',
    column: 'Column',
    labels: 'Labels',
    assignees: 'Assignees',
    due: 'Due day',
    checklist: 'Checklist',
    archived: 'Archived',
  } as const satisfies Record<CsvField, string>,
  noField: '(none)',
  unnamed: 'Column {position, number}',
  sample: '{name} ({sample})',
  dayOrder: 'Days such as 3/4/2026 are',
  dayOrders: {
    'day-first': '3 April (day first)',
    'month-first': 'March 4 (month first)',
  } as const satisfies Record<DayOrder, string>,
  planTitle: 'Where the cards go',
  planFor: '{column} ({cards, plural, one {# card} other {# cards}})',
  noColumn: 'Cards without a column',
  newColumn: 'New column “{name}”',
  leaveOut: 'Leave out',
  archived: 'Also import {cards, plural, one {# archived card} other {# archived cards}}, into the archive',
  warnings: '{count, plural, one {# thing to know} other {# things to know}}',
  showAll: 'Show all',
  showFewer: 'Show fewer',
  moreWarnings: '{count, number} more are not listed.',
  noRoom: 'This board has no room for more cards.',
  littleRoom: 'This board has room for {room, plural, one {# more card} other {# more cards}} only.',
  nothing: 'All cards are left out.',
  start: 'Import {cards, plural, one {# card} other {# cards}}',
  running: 'Adding cards: {added, number} of {total, number}',
  waiting: '{settled, number} of {total, number} are saved on the other devices so far.',
  cancel: 'Stop here',
  states: {
    done: '{added, plural, one {# card is} other {# cards are}} on the board.',
    cancelled: 'Stopped: {added, number} of {total, plural, one {# card} other {# cards}} are on the board.',
    full: 'The board accepts no more cards. {added, plural, one {# card is} other {# cards are}} on it.',
  },
  refused: '{count, plural, one {# card was} other {# cards were}} refused.',
  undo: 'Undo the import',
  undoHint: 'Moves the imported cards to the trash',
  undone: '{cards, plural, one {# imported card is} other {# imported cards are}} in the trash.',
  assigned: 'Assigned to {names}, not on this board.',
  comment: { author: '**{name}**', authorAndDay: '**{name}**, {day}' },
});

export function problemText(problem: ReadProblem): string {
  switch (problem) {
    case 'too-large':
      return exchange.tooLarge({ megabytes: Math.floor(maxFileBytes / 1_000_000) });
    case 'too-many-cards':
      return exchange.tooManyCards({ max: maxCards });
    default:
      return exchange.problems[problem];
  }
}

/** Kinds of warnings with a bound. */
const maxima = {
  'many-labels': bounds.labels,
  'many-assignees': bounds.assignees,
  'many-items': bounds.items,
  'many-comments': bounds.comments,
} as const;

/** Parts of a file that are left out or changed. */
const warning = catalog('tasks.warning', {
  line: 'Line {line, number}',
  card: '“{title}”',
  lineAndCard: 'Line {line, number}: “{title}”',
  unknown: 'A card',
  plain: '{subject} {predicate}.',
  quoted: '{subject} {predicate}: “{text}”.',
  kinds: {
    'no-title': 'has no title, so it is left out',
    'long-title': 'has a long title; the rest goes to its notes',
    'long-notes': 'has notes that are too long; the end is left out',
    'unreadable-day': 'has a due day that cannot be read',
    'long-item': 'has an item in its checklist that is too long; its end is left out',
    'long-comment': 'has a comment that is too long; its end is left out',
    'unclosed-quote': 'has a quote that is never closed, so the text after it may be in one cell',
    'many-cells': 'has more cells than the first row; they are left out',
  } as const satisfies Record<Exclude<ImportWarning['kind'], keyof typeof maxima>, string>,
  bounded: {
    'many-labels': 'has more than {max, number} labels; the rest is left out',
    'many-assignees': 'has more than {max, number} assignees; the rest is left out',
    'many-items': 'has a checklist with more than {max, number} items; the rest is left out',
    'many-comments': 'has more than {max, number} comments; the rest is left out',
  },
});

export function warningText({ kind, line, card, text }: ImportWarning): string {
  const predicate = predicateOf(kind);
  const subject = subjectOf(line, card);
  return text === undefined
    ? warning.plain({ subject, predicate })
    : warning.quoted({ subject, predicate, text });
}

function predicateOf(kind: ImportWarning['kind']): string {
  switch (kind) {
    case 'many-labels':
    case 'many-assignees':
    case 'many-items':
    case 'many-comments':
      return warning.bounded[kind]({ max: maxima[kind] });
    default:
      return warning.kinds[kind];
  }
}

function subjectOf(line: number | undefined, title: string | undefined): string {
  if (line === undefined) return title === undefined ? warning.unknown : warning.card({ title });
  return title === undefined ? warning.line({ line }) : warning.lineAndCard({ line, title });
}

/** @param room cards that the board has room for; may be less than none. */
export function roomText(room: number): string {
  return room <= 0 ? exchange.noRoom : exchange.littleRoom({ room });
}

/** Sentences that an import puts into notes and comments, in Markdown. */
export const importTexts = {
  assigned: (names: readonly string[]): string => withoutIsolates(exchange.assigned({ names: allOf(names) })),
  commentBy({ by, day }: ExchangeComment): string {
    const name = by?.replace(/[*_[\]<>\\]/g, ' ').trim() ?? '';
    if (name === '') return day ?? '';
    return withoutIsolates(
      day === undefined ? exchange.comment.author({ name }) : exchange.comment.authorAndDay({ name, day }),
    );
  },
};
