/** Turns the text in the field for new tasks into tasks. All input ends up on the board or stays in the field. */

import { readListItem, unescaped } from '#app/exchange/formats/list-item.ts';
import { maxNotesLength, maxTitleLength } from '#shared/board/limits.ts';
import { isBlank } from '#shared/board/values/blank.ts';

/** The maximum number of tasks that are added together. */
export const maxTasksAtOnce = 100;

/** The maximum length of the field, in characters; so the end of a title always fits into the notes. */
export const maxEntryLength = maxNotesLength;

export interface NewTask {
  readonly title: string;
  readonly notes: string;
  /** Its source text, which returns to the field after a refusal. */
  readonly source: string;
}

export type Entry =
  | { readonly kind: 'empty' }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'one'; readonly task: NewTask }
  | {
      readonly kind: 'several';
      /** One for each line, at most {@link maxTasksAtOnce}. */
      readonly tasks: readonly NewTask[];
      /** The number of lines. */
      readonly lines: number;
      /** The lines beyond the bound. */
      readonly rest: string;
      /** All of it as one task: the first line is the title. */
      readonly asOne: NewTask;
    };

export function readEntry(text: string): Entry {
  if (text.length > maxEntryLength) return { kind: 'too-long' };
  const lines = text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.trim())
    .filter((line) => !isBlank(line));
  const [first] = lines;
  if (first === undefined) return { kind: 'empty' };
  const hasNumbers = isNumbered(lines);
  if (lines.length === 1) return { kind: 'one', task: newTask(first, hasNumbers) };
  const { title, rest } = splitTitle(withoutMark(first, hasNumbers));
  const body = text.slice(text.indexOf(first) + first.length).trim();
  return {
    kind: 'several',
    tasks: lines.slice(0, maxTasksAtOnce).map((line) => newTask(line, hasNumbers)),
    lines: lines.length,
    rest: lines.slice(maxTasksAtOnce).join('\n'),
    asOne: { title, notes: [rest, body].filter((part) => part !== '').join('\n'), source: text },
  };
}

/** Refused texts follow the current text of the field. */
export function withRefused(text: string, refused: readonly NewTask[]): string {
  const sources = refused.map(({ source }) => source);
  return (isBlank(text) ? sources : [text, ...sources]).join('\n');
}

function newTask(line: string, hasNumbers: boolean): NewTask {
  const { title, rest } = splitTitle(withoutMark(line, hasNumbers));
  return { title, notes: rest, source: line };
}

/**
 * The text of a line without its mark of a Markdown list. A ticked item stays in the column of the field, as one below a heading
 * does in an imported file.
 *
 * @param hasNumbers whether its number is a mark.
 */
function withoutMark(line: string, hasNumbers: boolean): string {
  const item = readListItem(line);
  if (item === undefined || (item.number !== undefined && !hasNumbers)) return line;
  const text = unescaped(item.text);
  return isBlank(text) ? line : text;
}

/** Whether the numbers are those of an ordered list. In “24. December” and “31. December” they are a part of the text. */
function isNumbered(lines: readonly string[]): boolean {
  const numbers = lines.flatMap((line) => readListItem(line)?.number ?? []);
  const [first = 0] = numbers;
  return (
    numbers.length > 1 && (numbers.every((n, at) => n === first + at) || numbers.every((n) => n === first))
  );
}

/** Whether a title is over the bound. */
export function isTitleTooLong(title: string): boolean {
  return title.trim().length > maxTitleLength;
}

/**
 * A title within the bound, and the rest of it for the notes; the rest is empty if all of it fits. It is cut at a space if
 * there is one in its second half, and never within a character.
 */
export function splitTitle(text: string): { readonly title: string; readonly rest: string } {
  const trimmed = text.trim();
  if (trimmed.length <= maxTitleLength) return { title: trimmed, rest: '' };
  const space = trimmed.slice(0, maxTitleLength + 1).search(/\s\S*$/);
  const at = space > maxTitleLength / 2 ? space : characterStart(trimmed, maxTitleLength);
  return { title: trimmed.slice(0, at).trim(), rest: trimmed.slice(at).trim() };
}

/** `at`, or the start of the character that it is in: of a surrogate pair, or of what joiners and marks belong to. */
function characterStart(text: string, at: number): number {
  for (let start = at; start > at - 40; start -= 1) {
    const joined =
      /^(?:\u200d|\ufe0f|[\udc00-\udfff]|\p{M})/u.test(text.slice(start)) ||
      /(?:\u200d|[\ud800-\udbff])$/.test(text.slice(0, start));
    if (!joined) return start;
  }
  return at;
}
