/** Converts a table to cards, one per row. A column's name suggests its meaning, which a person can change. */

import { Collector } from '../collect.ts';
import { type DayOrder, orderOf, readDay } from '../days.ts';
import { names, shortened } from '../fit.ts';
import { type ExchangeBoard, type ExchangeItem, maxCards, type Reading } from '../model.ts';
import { type CsvTable, readTable, writeTable } from './csv-table.ts';

/** The parts of a card that a column of a table can hold. */
export const csvFields = [
  'title',
  'notes',
  'column',
  'labels',
  'assignees',
  'due',
  'checklist',
  'archived',
] as const;
export type CsvField = (typeof csvFields)[number];

export interface CsvMapping {
  /** The position of the table's column, from 0; absent if the table has none. */
  readonly fields: { readonly [field in CsvField]?: number };
  readonly dayOrder: DayOrder;
}

/** Names that other programs give these columns: lower-case letters only. */
const known: { readonly [field in CsvField]: readonly string[] } = {
  title: ['title', 'name', 'summary', 'task', 'cardname', 'cardtitle', 'subject', 'issue', 'todo'],
  notes: ['notes', 'description', 'carddescription', 'details', 'body', 'desc', 'content'],
  column: ['column', 'list', 'listname', 'status', 'state', 'stage', 'section', 'sectioncolumn', 'bucket'],
  labels: ['labels', 'label', 'tags', 'tag', 'categories', 'category'],
  assignees: ['assignees', 'assignee', 'members', 'member', 'assignedto', 'owner', 'owners', 'responsible'],
  due: ['due', 'duedate', 'deadline', 'dueon', 'dueday'],
  checklist: ['checklist', 'checklists', 'checklistitems', 'subtasks'],
  archived: ['archived', 'closed', 'isarchived'],
};

export function guessedMapping({ header, rows }: CsvTable): CsvMapping {
  const fields: { [field in CsvField]?: number } = {};
  const plain = header.map((name) => name.toLowerCase().replace(/[^a-z]/g, ''));
  for (const field of csvFields) {
    for (const name of known[field]) {
      const at = plain.indexOf(name);
      if (at < 0 || Object.values(fields).includes(at)) continue;
      fields[field] = at;
      break;
    }
  }
  // Without a known header, the first column that holds text is the title.
  if (fields.title === undefined) {
    const taken = Object.values(fields);
    const at = header.findIndex(
      (_, cell) => !taken.includes(cell) && rows.some(({ cells }) => /\p{L}/u.test(cells[cell] ?? '')),
    );
    if (at >= 0) fields.title = at;
  }
  return { fields, dayOrder: dayOrderOf(rows, fields.due) ?? 'day-first' };
}

/** Whether both orders fit all days of the table, and give different days. */
export function isDayOrderAmbiguous({ rows }: CsvTable, { fields }: CsvMapping): boolean {
  return fields.due !== undefined && dayOrderOf(rows, fields.due) === undefined;
}

function dayOrderOf(rows: CsvTable['rows'], due: number | undefined): DayOrder | undefined {
  if (due === undefined) return 'day-first';
  return orderOf(rows.map(({ cells }) => cells[due] ?? ''));
}

export function cardsOfTable(table: CsvTable, { fields, dayOrder }: CsvMapping): Reading {
  const collector = new Collector();
  for (const warning of table.warnings) collector.report(warning);
  if (table.rows.length > maxCards) return { ok: false, problem: 'too-many-cards' };
  for (const { line, cells } of table.rows) {
    const cell = (field: CsvField): string => {
      const at = fields[field];
      return at === undefined ? '' : (cells[at] ?? '');
    };
    const dueText = cell('due').trim();
    const due = dueText === '' ? undefined : readDay(dueText, dayOrder);
    const title = cell('title');
    if (dueText !== '' && due === undefined) {
      collector.report({ kind: 'unreadable-day', line, card: shortened(title), text: shortened(dueText) });
    }
    collector.add(
      {
        title,
        notes: cell('notes'),
        column: cell('column'),
        labels: listed(cell('labels')),
        assignees: listed(cell('assignees')),
        ...(due === undefined ? {} : { due }),
        checklist: items(cell('checklist')),
        comments: [],
        archived: /^(?:true|yes|1|x|archived|closed)$/i.test(cell('archived').trim()),
      },
      line,
    );
  }
  return collector.reading('csv', { name: '', columns: [], labels: [] });
}

export function readCsv(text: string): Reading {
  const table = readTable(text);
  return table === undefined
    ? { ok: false, problem: 'no-cards' }
    : cardsOfTable(table, guessedMapping(table));
}

/** One row for each card, without comments and activity. */
export function writeCsv({ cards }: ExchangeBoard): string {
  const header = ['Title', 'Notes', 'Column', 'Labels', 'Assignees', 'Due', 'Checklist', 'Archived'];
  const rows = cards.map((card) => [
    card.title,
    card.notes,
    card.column,
    joined(card.labels),
    joined(card.assignees),
    card.due ?? '',
    card.checklist
      .map(({ text, done }) => `[${done ? 'x' : ' '}] ${text.replace(/\s*\n\s*/g, ' ')}`)
      .join('\n'),
    card.archived ? 'yes' : '',
  ]);
  return writeTable([header, ...rows]);
}

/** Splits a cell into names at line breaks, commas and semicolons, which a name in quotes may hold. */
function listed(cell: string): readonly string[] {
  const parts = cell.match(/\s*"(?:[^"]|"")*"\s*(?=[,;\n]|$)|[^,;\n]+/g) ?? [];
  return names(parts.map(unquoted));
}

function unquoted(part: string): string {
  const [, inner] = /^\s*"([\s\S]*)"\s*$/.exec(part) ?? [];
  return inner?.replaceAll('""', '"') ?? part;
}

function joined(some: readonly string[]): string {
  return some.map((name) => (/[",;\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(', ');
}

/** Splits a cell into items, `[x] done`, `[ ] open`, or text alone: at line breaks, or without any at semicolons. */
function items(cell: string): readonly ExchangeItem[] {
  const lines = cell.includes('\n') || /^\s*\[/.test(cell) ? cell.split(/\r?\n/) : cell.split(';');
  return lines.flatMap((line) => {
    const [, mark, text = ''] = /^\s*(?:[-*]\s+)?(?:\[([ xX])\]\s*)?([\s\S]*)$/.exec(line) ?? [];
    return text.trim() === '' ? [] : [{ text: text.trim(), done: mark === 'x' || mark === 'X' }];
  });
}
