import { describe, expect, test } from 'vitest';
import { decodeCommand } from '../bytes/codec.ts';
import { encodePlain } from '../bytes/plain-data.ts';
import { isBlank } from './blank.ts';

const nothing = [
  ['no character', ''],
  ['spaces', ' \t\r\n\u00a0\u3000\u2028'],
  ['zero-width space', '\u200b'],
  ['joiners and marks of direction', '\u200c\u200d\u200e\u200f\u202a\u202e\u2066\u2069'],
  ['word joiner and byte order mark', '\u2060\ufeff'],
  ['fillers', '\u115f\u1160\u3164\uffa0\u2800'],
  ['soft hyphen and grapheme joiner', '\u00ad\u034f'],
  ['variation selectors and tags', '\ufe0f\u{e0020}\u{e0100}'],
  ['control characters', '\0\u001b\u007f\u0085'],
  ['all of it', ' \u200b\u00a0\u2060 \u00ad '],
] as const;

const something = ['a', '\u200ba', ' . ', '👩\u200d🚒', '❤\ufe0f', '\u0301', '\ud800', 'می\u200cخواهم'];

describe('a text that shows nothing', () => {
  test.each(nothing)('%s', (_, text) => expect(isBlank(text)).toBe(true));
  test.each(something)('is not %j', (text) => expect(isBlank(text)).toBe(false));

  test('costs no more than its length', () => {
    expect(isBlank(`${'\u200b'.repeat(1_000_000)}a`)).toBe(false);
  });
});

describe('a command with such a title or name is refused, and one with a visible character is not', () => {
  const decode = (command: object) => decodeCommand(encodePlain({ at: 1, ...command }));
  const commands = (text: string) => [
    { type: 'task/create', id: 't', title: text, column: 'todo' },
    { type: 'task/edit', id: 't', title: text },
    { type: 'member/introduce', name: text },
    { type: 'board/rename', name: text },
  ];

  test.each(nothing)('%s', (_, text) => {
    for (const command of commands(text)) expect(decode(command)).toEqual({ ok: false, reason: 'malformed' });
  });

  test.each(something.slice(0, 5))('%j', (text) => {
    for (const command of commands(text)) expect(decode(command).ok).toBe(true);
  });
});
