/** Texts about files with cards. */

import type { CsvField } from '#app/exchange/csv.ts';
import type { DayOrder } from '#app/exchange/days.ts';
import type { ExchangeComment, Format, ReadProblem, Trouble } from '#app/exchange/model.ts';
import { allOf, formatCount } from '../../ui/format.ts';

export const exchange = {
  importCards: 'Import cards…',
  exportLabel: 'Export cards as',
  exports: { csv: 'CSV (spreadsheet)', markdown: 'Markdown', json: 'JSON (the whole board)' },
  title: 'Import cards',
  intro:
    'From a CSV or Markdown file, from a board that Paxboard saved, or from the JSON export of Trello or Planka.',
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
  } satisfies Record<Format, string>,
  found: (cards: number, format: string, name: string) =>
    `${counted(cards, 'card')} found in “${name}” (${format}).`,
  problems: {
    'too-large': 'This file is larger than 32 MB, so it was not read.',
    'not-recognised': 'This is no file with cards that Paxboard can read.',
    damaged: 'This file is damaged: it ends too early, or was changed.',
    'no-cards': 'There are no cards in this file.',
    'too-many-cards': 'There are more than 20,000 cards in this file, and no board has room for so many.',
  } satisfies Record<ReadProblem, string>,
  failed: 'The file could not be read. Perhaps it was moved or deleted.',
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
  } satisfies Record<CsvField, string>,
  noField: '(none)',
  unnamed: (position: number) => `Column ${position}`,
  dayOrder: 'Days such as 3/4/2026 are',
  dayOrders: {
    'day-first': '3 April (day first)',
    'month-first': 'March 4 (month first)',
  } satisfies Record<DayOrder, string>,
  planTitle: 'Where the cards go',
  planFor: (column: string, cards: number) => `${column} (${counted(cards, 'card')})`,
  noColumn: 'Cards without a column',
  newColumn: (name: string) => `New column “${name}”`,
  leaveOut: 'Leave out',
  archived: (cards: number) => `Also import ${counted(cards, 'archived card')}, into the archive`,
  troubles: (count: number) => (count === 1 ? '1 thing to know' : `${formatCount(count)} things to know`),
  showAll: 'Show all',
  showFewer: 'Show fewer',
  moreTroubles: (count: number) => `${formatCount(count)} more are not listed.`,
  trouble: troubleText,
  tooMany: (room: number) =>
    room <= 0
      ? 'This board has no room for more cards.'
      : `This board has room for ${counted(room, 'more card')} only.`,
  nothing: 'All cards are left out.',
  start: (cards: number) => `Import ${counted(cards, 'card')}`,
  running: (added: number, total: number) => `Adding cards: ${formatCount(added)} of ${formatCount(total)}`,
  waiting: (settled: number, total: number) =>
    `${formatCount(settled)} of ${formatCount(total)} are saved on the other devices so far.`,
  cancel: 'Stop here',
  states: {
    done: (added: number) => `${counted(added, 'card')} ${added === 1 ? 'is' : 'are'} on the board.`,
    cancelled: (added: number, total: number) =>
      `Stopped: ${formatCount(added)} of ${counted(total, 'card')} ${added === 1 ? 'is' : 'are'} on the board.`,
    full: (added: number) =>
      `The board takes no more cards. ${counted(added, 'card')} ${added === 1 ? 'is' : 'are'} on it.`,
  },
  refused: (count: number) => `${counted(count, 'card')} ${count === 1 ? 'was' : 'were'} refused.`,
  undo: 'Undo the import',
  undoHint: 'Moves the imported cards to the trash',
  undone: (cards: number) => `${counted(cards, 'imported card')} ${cards === 1 ? 'is' : 'are'} in the trash.`,
  assigned: (names: readonly string[]) => `Assigned to ${allOf(names)}, not on this board.`,
  commentBy: ({ by, day }: ExchangeComment) =>
    [by === undefined ? '' : `**${by.replace(/[*_[\]<>\\]/g, ' ').trim()}**`, day ?? '']
      .filter((part) => part !== '')
      .join(', '),
} as const;

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${formatCount(count)} ${noun}s`;
}

const troubles: { readonly [kind in Trouble['kind']]: string } = {
  'no-title': 'has no title, so it is left out',
  'long-title': 'has a long title; the rest goes to its notes',
  'long-notes': 'has notes that are too long; the end is left out',
  'unreadable-day': 'has a due day that cannot be read',
  'many-labels': 'has more than 20 labels; the rest is left out',
  'many-assignees': 'has more than 20 assignees; the rest is left out',
  'many-items': 'has a checklist with more than 100 items; the rest is left out',
  'long-item': 'has an item in its checklist that is too long; its end is left out',
  'many-comments': 'has more than 200 comments; the rest is left out',
  'long-comment': 'has a comment that is too long; its end is left out',
  'unclosed-quote': 'has a quote that is never closed, so what follows may be one cell',
  'many-cells': 'has more cells than the first row; they are left out',
};

function troubleText({ kind, line, card, text }: Trouble): string {
  const what = [line === undefined ? '' : `Line ${formatCount(line)}`, card === undefined ? '' : `“${card}”`];
  const subject = what.filter((part) => part !== '').join(': ') || 'A card';
  return `${subject} ${troubles[kind]}${text === undefined ? '' : `: “${text}”`}.`;
}
