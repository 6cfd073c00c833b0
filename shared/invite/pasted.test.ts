import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Invite } from './invite.ts';
import { formatBrowserLink, formatDesktopLink, type InviteProblem, parseInvite } from './link.ts';
import { maxPastedLength } from './pasted.ts';

const invite: Invite = {
  secret: Uint8Array.from({ length: 32 }, (_, at) => at * 5),
  boardName: 'Harbour plan',
  hosts: ['http://192.168.1.20:7420', 'http://10.0.0.7:7420'],
};
const link = formatBrowserLink(invite, 'http://192.168.1.20:7420');
const payload = link.slice(link.indexOf('=') + 1);

/** `text` as a mail program wraps it, with `mark` for each line break. */
function wrapped(text: string, width: number, mark: string): string {
  return (text.match(new RegExp(`[^]{1,${width}}`, 'g')) ?? []).join(mark);
}

function problemOf(text: string): InviteProblem | undefined {
  const read = parseInvite(text);
  return read.ok ? undefined : read.problem;
}

describe('an invite in pasted text', () => {
  test.each([
    ['wrapped, line breaks turned into spaces', wrapped(link, 76, ' ')],
    ['wrapped and quoted', `> Hi Ben,\n> ${wrapped(`here: ${link} See you`, 76, '\n> ')}`],
    ['quoted twice, line breaks turned into spaces', `> > ${wrapped(link, 70, ' > > ')} > > Ada`],
    ['in angle brackets', `<${link}>`],
    ['at the end of a sentence', `Join at ${link}.`],
    ['in brackets', `(${link})`],
    ['in quotes', `“${link}”, “please”`],
    ['in Markdown', `[the board](${link}) and **${link}** and _${link}_`],
    ['in HTML', `<a href="${link}">${link}</a>`],
    ['escaped', `&lt;http://h:1/#tab=tasks&amp;join=${payload}&amp;x=1&gt;`],
    ['with zero-width characters', `\u200b${wrapped(link, 9, '\u200b')}\u2060\ufeff`],
    ['with soft hyphens', wrapped(link, 30, '\u00ad')],
    ['with a word after a zero-width space', `${link}\u200bplease`],
    ['after mentions of the app', `${'paxboard and paxboard://join '.repeat(50)}paxbill ${link}`],
    ['after a truncated one', `${link.slice(0, -9)} is cut, this is not: ${link}`],
    ['wrapped within the mark', `http://h:1/#jo in=pa xb${payload.slice(4)}`],
    ['as a payload in a sentence', `The code is ${payload}, Ben.`],
  ])('%s', (_, text) => {
    expect(parseInvite(text)).toEqual({ ok: true, invite });
  });

  test.each<[InviteProblem, string, string]>([
    [
      'truncated',
      'cut, and words after it',
      `${link.slice(0, -20)} please come and have a look at it with us today`,
    ],
    ['truncated', 'cut by an ellipsis', `${link.slice(0, -20)}… see you`],
    ['truncated', 'cut, at the end of a sentence', `(${link.slice(0, -20)}).`],
    ['truncated', 'wrapped and cut', wrapped(link, 76, ' ').slice(0, -12)],
    ['damaged', 'mistyped and wrapped', wrapped(link.replace('paxbAg', 'paxbAg_').slice(0, -1), 76, ' ')],
    [
      'damaged',
      'mistyped, and words after it',
      `${link.slice(0, -5)}${link.at(-5) === 'x' ? 'y' : 'x'}${link.slice(-4)} see you`,
    ],
    ['damaged', 'percent signs in it', `${link.slice(0, 60)}%20${link.slice(60)}`],
    ['not-an-invite', 'words', 'Hello Ben, see https://example.org/?join=1&b=#top for more.'],
    ['not-an-invite', 'above the bound', `${link}${'\u200b'.repeat(maxPastedLength)}`],
    ['empty', 'only invisible characters', ' \u200b\u2060\n\ufeff '],
  ])('is %s: %s', (problem, _, text) => {
    expect(problemOf(text)).toBe(problem);
  });
});

const anyInvite: fc.Arbitrary<Invite> = fc.record({
  secret: fc.constantFrom(32, 64).chain((length) => fc.uint8Array({ minLength: length, maxLength: length })),
  boardName: fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => text.length <= 80),
  hosts: fc.array(fc.constantFrom('http://10.0.0.7:7420', 'https://board.example', 'http://[fd00::1]:7420'), {
    maxLength: 8,
  }),
});

const separator = fc.constantFrom(' ', '\n', '\r\n', ' \n ', '\u200b', '\u00a0', '\u00ad', '\n> ', ' > > ');
const before = fc.constantFrom(
  '',
  'Join: ',
  '<',
  '(',
  '"',
  '> ',
  'paxboard: ',
  '*',
  'Ada wrote:\n> ',
  '&lt;',
  '\u200b',
);
const after = fc.constantFrom(
  '',
  '.',
  '>',
  ')',
  '"',
  ' see you',
  '\n--\nAda',
  '*',
  '_',
  '&gt;',
  '…',
  '&amp;x=1',
  '\u200bok',
);
const written = fc.constantFrom(
  (any: Invite) => formatBrowserLink(any, 'http://192.168.1.20:7420'),
  (any: Invite) => formatBrowserLink(any, `https://${'long.'.repeat(30)}example/some/where`),
  formatDesktopLink,
);

test('finds the same invite for every wrapping and every surrounding text', () => {
  fc.assert(
    fc.property(
      anyInvite,
      written,
      before,
      after,
      separator,
      fc.integer({ min: 1, max: 200 }),
      (any, write, head, tail, mark, width) => {
        expect(parseInvite(head + wrapped(write(any), width, mark) + tail)).toEqual({
          ok: true,
          invite: any,
        });
      },
    ),
    { numRuns: 500 },
  );
});

test('never throws, and finds only an invite that is present', () => {
  const part = fc.oneof(
    fc.constantFrom(
      'http://',
      '#join=',
      '&join=',
      'paxboard://join/',
      'paxb',
      'paxbAgBN',
      payload,
      '> ',
      '&amp;',
      ' ',
    ),
    fc.string({ unit: 'binary' }),
    fc.nat(payload.length).map((at) => payload.slice(0, at)),
    fc.nat(payload.length).map((at) => payload.slice(at)),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const read = parseInvite(parts.join(''));
      if (read.ok) expect(read.invite).toEqual(invite);
    }),
    { numRuns: 500 },
  );
});

test('terminates on the worst texts of maximum length', () => {
  for (const part of [
    'paxbAgwA',
    '#join=paxbAgwA',
    '&join=',
    'paxboard://join/',
    '\u200b>',
    '&amp;',
    'paxb ',
  ]) {
    expect(parseInvite(part.repeat(Math.floor(maxPastedLength / part.length))).ok).toBe(false);
  }
});
