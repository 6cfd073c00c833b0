/** The first lines of a card's notes as plain text: a card shows the words, the dialog the rendered Markdown. */

import { marked, type Token, type Tokens } from 'marked';

/** Characters of the notes that are read: a card shows two lines. */
const readCharacters = 400;

/** @returns the text without Markdown's marks and without HTML tags, one line for each block, list item and table row. */
export function excerpt(notes: string): string {
  return linesOf(marked.lexer(notes.slice(0, readCharacters), { gfm: true }))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

function linesOf(blocks: readonly Token[]): readonly string[] {
  return blocks.flatMap((block) => {
    if (isList(block)) return block.items.flatMap((item) => linesOf(item.tokens));
    if (isTable(block)) return [block.header, ...block.rows].map((row) => row.map(cellText).join('  '));
    if (block.type === 'blockquote') return linesOf(block.tokens ?? []);
    if (block.type === 'hr' || block.type === 'def') return [];
    return textOf(block).split('\n');
  });
}

function textOf(token: Token): string {
  if (token.type === 'html') return '';
  if (token.type === 'br') return '\n';
  if ('tokens' in token && token.tokens !== undefined) return token.tokens.map(textOf).join('');
  return 'text' in token ? token.text : '';
}

const cellText = ({ tokens }: Tokens.TableCell): string => tokens.map(textOf).join('');

function isList(token: Token): token is Tokens.List {
  return token.type === 'list';
}

function isTable(token: Token): token is Tokens.Table {
  return token.type === 'table';
}
