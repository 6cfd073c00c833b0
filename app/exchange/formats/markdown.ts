/**
 * Cards as a Markdown list, readable without any program: a heading for each column, an item for each card.
 *
 * ```markdown
 * # Harbour plan
 *
 * ## To do
 *
 * - [ ] Paint the pier
 *   Due: 2026-11-29
 *   Labels: outside, urgent
 *   Assigned: Ada, Ben
 *
 *   - [x] Buy paint
 *   - [ ] Close the pier
 *
 *   Notes, in Markdown themselves.
 * ```
 *
 * Lists of other programs are read as well: each item is a card of the column that the last heading names, its task list is the
 * checklist, and the rest is its notes.
 */

import { Collector } from '../collect.ts';
import { readDay } from '../days.ts';
import { names, shortened } from '../fit.ts';
import type { ExchangeBoard, ExchangeCard, ExchangeItem, Reading } from '../model.ts';
import { readListItem, unescaped } from './list-item.ts';

const heading = /^ {0,3}(#{1,6})\s+(\S.*)$/;
const property = /^(due|labels|assigned|archived):\s*(.*)$/i;
const fence = /^\s*(`{3,}|~{3,})/;

interface Block {
  readonly line: number;
  readonly done: boolean;
  /** The lines of the item, without its marker; the first is the title. */
  readonly lines: string[];
  readonly column: string;
}

export function readMarkdown(text: string): Reading {
  const collector = new Collector();
  const columns: string[] = [];
  let name = '';
  for (const part of blocks(text)) {
    if ('board' in part) name = part.board;
    else if ('heading' in part) columns.push(part.heading);
    else {
      const { card, unreadable } = cardOf(part);
      if (unreadable !== undefined) {
        collector.report({
          kind: 'unreadable-day',
          line: part.line,
          card: shortened(card.title),
          text: shortened(unreadable),
        });
      }
      collector.add(card, part.line);
      if (collector.isFull) break;
    }
  }
  return collector.reading('markdown', { name, columns, labels: [] });
}

type Part = { readonly board: string } | { readonly heading: string } | Block;

/** A first-level heading before all else is the board's name; all other headings are columns. */
function blocks(text: string): readonly Part[] {
  const parts: Part[] = [];
  let block: Block | undefined;
  let indent = 0;
  let column = '';
  let hasName = false;
  let fenced: string | undefined;
  for (const [at, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const isInside = block !== undefined && (line.trim() === '' || spacesOf(line) > indent);
    const mark = fence.exec(line)?.[1]?.[0];
    if (mark !== undefined && (fenced === undefined || fenced === mark)) {
      fenced = fenced === undefined ? mark : undefined;
      if (isInside) block?.lines.push(line);
      continue;
    }
    if (isInside || fenced !== undefined) {
      if (isInside) block?.lines.push(line);
      continue;
    }
    const [, marks, title] = heading.exec(line) ?? [];
    if (title !== undefined) {
      block = undefined;
      if (marks === '#' && !hasName && parts.length === 0) {
        hasName = true;
        parts.push({ board: headingText(title) });
      } else {
        column = headingText(title);
        parts.push({ heading: column });
      }
      continue;
    }
    const item = readListItem(line);
    if (item === undefined) {
      // A paragraph between lists belongs to no card.
      if (line.trim() !== '') block = undefined;
      continue;
    }
    indent = item.indent;
    block = { line: at + 1, done: item.done === true, lines: [item.text], column };
    parts.push(block);
  }
  return parts;
}

/** Removes the closing sequence of an ATX heading: `#` signs after a space. A regular expression would take quadratic time. */
function headingText(text: string): string {
  const trimmed = text.trimEnd();
  let end = trimmed.length;
  while (trimmed[end - 1] === '#') end -= 1;
  return unescaped(/\s/.test(trimmed[end - 1] ?? '') ? trimmed.slice(0, end) : trimmed);
}

function spacesOf(line: string): number {
  return line.length - line.trimStart().length;
}

function cardOf({ lines, column, done }: Block): {
  readonly card: ExchangeCard;
  readonly unreadable?: string;
} {
  const [title = '', ...rest] = lines;
  const body = dedented(rest);
  const properties = new Map<string, string>();
  let at = 0;
  for (; at < body.length; at += 1) {
    const [, key, value] = property.exec(body[at] ?? '') ?? [];
    if (key === undefined || value === undefined) break;
    properties.set(key.toLowerCase(), value.trim());
  }
  const { items, from } = checklistOf(body, at);
  const dueText = properties.get('due') ?? '';
  const due = dueText === '' ? undefined : readDay(dueText);
  const notes = body
    .slice(from)
    .join('\n')
    .trim()
    .replace(/^Notes:\n\n?/, '');
  const card: ExchangeCard = {
    title: unescaped(title),
    notes,
    column: column === '' && done ? 'Done' : column,
    labels: listed(properties.get('labels')),
    assignees: listed(properties.get('assigned')),
    ...(due === undefined ? {} : { due }),
    checklist: items,
    comments: [],
    archived: /^yes$/i.test(properties.get('archived') ?? ''),
  };
  return dueText !== '' && due === undefined ? { card, unreadable: dueText } : { card };
}

/** Reads the task list at `start`. `from` is the line after it. */
function checklistOf(
  body: readonly string[],
  start: number,
): { items: readonly ExchangeItem[]; from: number } {
  const items: ExchangeItem[] = [];
  let from = start;
  for (let at = start; at < body.length; at += 1) {
    const line = body[at] ?? '';
    if (line.trim() === '') continue;
    const { text = '', done } = readListItem(line) ?? {};
    if (done === undefined) break;
    items.push({ text: unescaped(text), done });
    from = at + 1;
  }
  return { items, from };
}

/** Removes the indentation that all lines share. */
function dedented(lines: readonly string[]): readonly string[] {
  let shared = Number.POSITIVE_INFINITY;
  for (const line of lines) if (line.trim() !== '') shared = Math.min(shared, spacesOf(line));
  return lines.map((line) => line.slice(Math.min(shared, spacesOf(line))));
}

function listed(text: string | undefined): readonly string[] {
  return names((text?.match(/(?:\\.|[^,\\])+/g) ?? []).map(unescaped));
}

export function writeMarkdown({ name, columns, cards }: ExchangeBoard): string {
  const parts = name === '' ? [] : [`# ${escaped(name)}`];
  for (const column of columns) {
    parts.push(`## ${escaped(column)}`);
    for (const card of cards) if (card.column === column) parts.push(written(card));
  }
  return `${parts.join('\n\n')}\n`;
}

function written(card: ExchangeCard): string {
  const { due, labels, assignees, archived, checklist, notes } = card;
  const head = [
    ...(due === undefined ? [] : [`Due: ${due}`]),
    ...(labels.length === 0 ? [] : [`Labels: ${labels.map(escapedName).join(', ')}`]),
    ...(assignees.length === 0 ? [] : [`Assigned: ${assignees.map(escapedName).join(', ')}`]),
    ...(archived ? ['Archived: yes'] : []),
  ];
  const items = checklist.map(
    ({ text, done }) => `- [${done ? 'x' : ' '}] ${escaped(text.replace(/\s*\n\s*/g, ' '))}`,
  );
  // Notes that begin like a checklist or a property would be read as one.
  const first = notes.trimStart().split('\n')[0] ?? '';
  const isMistakable = readListItem(first) !== undefined || property.test(first) || first === 'Notes:';
  const body = [head.join('\n'), items.join('\n'), isMistakable ? `Notes:\n\n${notes}` : notes].filter(
    (part) => part !== '',
  );
  const text = body.join('\n\n');
  const gap = head.length > 0 || text === '' ? '' : '\n';
  const indented = text.split('\n').map((line) => (line === '' ? '' : `  ${line}`));
  return [`- [ ] ${escaped(card.title)}`, ...(text === '' ? [] : [gap + indented.join('\n')])].join('\n');
}

/** Escapes the characters that would be formatting at the ends of a line, and every backslash. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replace(/^(?=[#>\-*+[`~])/, '\\')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/(\s)(#+)$/, '$1\\$2');
}

function escapedName(name: string): string {
  return escaped(name).replaceAll(',', '\\,');
}
