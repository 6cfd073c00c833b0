/**
 * A line of a Markdown list.
 *
 * Source: https://spec.commonmark.org/0.31.2/#list-items and https://github.github.com/gfm/#task-list-items-extension-
 */

export interface ListItem {
  /** Spaces before the mark. */
  readonly indent: number;
  /** Of an ordered list. */
  readonly number?: number;
  /** Of a task list: whether it is ticked. */
  readonly done?: boolean;
  /** The rest of the line, with its escapes. */
  readonly text: string;
}

const item = /^( *)(?:[-*+]|(\d{1,9})[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/;

/** @returns undefined if the line has no mark of a list. */
export function readListItem(line: string): ListItem | undefined {
  const [, spaces = '', number, check, text] = item.exec(line) ?? [];
  if (text === undefined) return undefined;
  return {
    indent: spaces.length,
    ...(number === undefined ? {} : { number: Number(number) }),
    ...(check === undefined ? {} : { done: check !== ' ' }),
    text,
  };
}

/** Removes the spaces around a text, and the backslash of each escaped character. */
export function unescaped(text: string): string {
  return text.trim().replace(/\\([!-/:-@[-`{-~])/g, '$1');
}
