import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase64url, toBase64url } from './base64url.ts';
import type { Invite } from './invite.ts';
import { viewSecretOf } from './keys/keys.ts';
import { formatBrowserLink, formatDesktopLink, maxInviteTextLength, parseInvite } from './link.ts';
import { maxPastedLength } from './pasted.ts';

const invite: Invite = {
  secret: Uint8Array.from({ length: 32 }, (_, at) => at),
  boardName: 'Kitchen',
  hosts: ['http://192.168.1.20:7420'],
};

// Built by hand from the table in link.ts.
const payload =
  'paxbAgBNIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fB0tpdGNoZW4BGGh0dHA6Ly8xOTIuMTY4LjEuMjA6NzQyMHBz1mk';
const viewPayload =
  'paxbAgBtQLZktt6khx6oDS5EmBrRsd_qMwuooC8MBUnRX0JeiJanPuo27_2XgVH7v_kydj9COBGSMQyEafGMEbWoIeaYuWEHS2l0Y2hlbgEYaHR0cDovLzE5Mi4xNjguMS4yMDo3NDIwS5W7uA';

/** A payload with `change` applied to its bytes and a matching checksum. */
function rewritten(change: (content: Uint8Array) => Uint8Array): string {
  const bytes = fromBase64url(payload) ?? new Uint8Array();
  const content = change(bytes.slice(0, -4));
  return toBase64url(concatBytes(content, sha256(content).subarray(0, 4)));
}

describe('writing', () => {
  test('writes the links of the test vector', () => {
    expect(formatBrowserLink(invite, 'http://192.168.1.20:7420')).toBe(
      `http://192.168.1.20:7420/#join=${payload}`,
    );
    expect(formatBrowserLink(invite, 'http://192.168.1.20:7420/')).toBe(
      `http://192.168.1.20:7420/#join=${payload}`,
    );
    expect(formatDesktopLink(invite)).toBe(`paxboard://join/${payload}`);
    const viewers = { ...invite, secret: viewSecretOf(invite.secret) };
    expect(formatDesktopLink(viewers)).toBe(`paxboard://join/${viewPayload}`);
    expect(parseInvite(viewPayload)).toEqual({ ok: true, invite: viewers });
  });

  test('rejects an invite out of bounds', () => {
    expect(() => formatDesktopLink({ ...invite, boardName: 'x'.repeat(81) })).toThrow(RangeError);
    expect(() => formatDesktopLink({ ...invite, secret: new Uint8Array(16) })).toThrow(RangeError);
    expect(() => formatBrowserLink(invite, 'http://x/#y')).toThrow(RangeError);
  });

  test('the largest written link is within the bound for reading', () => {
    const host = `http://${'h'.repeat(193)}`;
    const largest = {
      ...invite,
      secret: new Uint8Array(64),
      boardName: '✏'.repeat(80),
      hosts: Array<string>(8).fill(host),
    };
    const link = formatBrowserLink(largest, host);
    expect(link.length).toBeLessThan(maxInviteTextLength);
    expect(parseInvite(link)).toEqual({ ok: true, invite: largest });
  });
});

describe('reading', () => {
  test.each([
    payload,
    `http://192.168.1.20:7420/#join=${payload}`,
    `HTTPS://boards.example.org/some/where#join=${payload}`,
    `http://localhost:7420/?theme=dark#tab=tasks&join=${payload}&x=1`,
    `paxboard://join/${payload}`,
    `paxboard://join/${payload}/`,
    `Paxboard:join/${payload}`,
    `  \n\t${payload}\r\n `,
    `http://192.168.1.20:7420/#join=${payload.slice(0, 60)}\r\n  ${payload.slice(60)}`,
  ])('accepts %j', (text) => {
    expect(parseInvite(text)).toEqual({ ok: true, invite });
  });

  test('reads every written link', () => {
    const anyInvite = fc.record({
      secret: fc
        .constantFrom(32, 64)
        .chain((length) => fc.uint8Array({ minLength: length, maxLength: length })),
      boardName: fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => text.length <= 80),
      hosts: fc.array(fc.webUrl({ withFragments: false, validSchemes: ['http', 'https'] }), { maxLength: 8 }),
    });
    fc.assert(
      fc.property(anyInvite, (any) => {
        const ours = { ...any, hosts: any.hosts.filter((host) => /^https?:\/\/[a-z0-9.-]+$/.test(host)) };
        expect(parseInvite(formatDesktopLink(ours))).toEqual({ ok: true, invite: ours });
      }),
    );
  });

  test.each(['', '   ', '\n'])('%j is empty', (text) => {
    expect(parseInvite(text)).toEqual({ ok: false, problem: 'empty' });
  });

  test.each([
    'hello',
    'pax',
    'http://192.168.1.20:7420/',
    'https://example.org/#join',
    'https://example.org/?join=paxb',
    'mailto:join@example.org',
    '{"join":1}',
    'x'.repeat(maxInviteTextLength),
    `${payload}${' '.repeat(maxPastedLength)}`,
    'paxboard is an app',
    'See https://example.org/#join for how to join, and paxboard.exe',
  ])('%j is not an invite', (text) => {
    expect(parseInvite(text)).toEqual({ ok: false, problem: 'not-an-invite' });
  });

  test('reports a link without its end as truncated, at every length', () => {
    for (let length = 0; length < payload.length; length += 1) {
      const cut = payload.slice(0, length);
      expect(parseInvite(`http://h:1/#join=${cut}`), cut).toEqual({ ok: false, problem: 'truncated' });
      expect(parseInvite(`paxboard://join/${cut}`), cut).toEqual({ ok: false, problem: 'truncated' });
      if (length >= 4) expect(parseInvite(cut), cut).toEqual({ ok: false, problem: 'truncated' });
    }
    expect(parseInvite('paxboard://join')).toEqual({ ok: false, problem: 'truncated' });
  });

  test('rejects a link with one wrong character, at every position', () => {
    for (let at = 0; at < payload.length; at += 1) {
      const wrong = payload[at] === 'x' ? 'y' : 'x';
      const changed = payload.slice(0, at) + wrong + payload.slice(at + 1);
      expect(parseInvite(`paxboard://join/${changed}`).ok, changed).toBe(false);
    }
    const damaged = payload.slice(0, 40) + (payload[40] === 'x' ? 'y' : 'x') + payload.slice(41);
    expect(parseInvite(damaged)).toEqual({ ok: false, problem: 'damaged' });
  });

  test.each([
    ['a foreign character', `${payload.slice(0, 50)}%20${payload.slice(50)}`],
    ['more at the end', `${payload}AAAA`],
    ['one more character at the end', `${payload}A`],
    ['another first character', `q${payload.slice(1)}`],
  ])('a link with %s is damaged', (_, text) => {
    expect(parseInvite(`paxboard://join/${text}`)).toEqual({ ok: false, problem: 'damaged' });
  });

  test('reports a newer version, regardless of the content', () => {
    const newer = rewritten((content) => content.with(3, 3));
    expect(parseInvite(newer)).toEqual({ ok: false, problem: 'newer-version' });
  });

  test('rejects invalid contents with a valid checksum', () => {
    const cases = [
      rewritten((content) => content.with(3, 0)),
      rewritten((content) => content.with(3, 1)),
      rewritten((content) => content.with(6, 31)),
      rewritten((content) => content.with(39, 200)),
      rewritten((content) => content.with(47, 2)),
      rewritten((content) => content.with(49, 0x20)),
    ];
    for (const text of cases) expect(parseInvite(text)).toEqual({ ok: false, problem: 'damaged' });
  });

  test('never throws', () => {
    const part = fc.constantFrom('http://', '#join=', 'paxboard://', 'join/', 'paxb', payload, '/', '&', '=');
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string()), { maxLength: 6 }), (parts) => {
        const read = parseInvite(parts.join(''));
        if (read.ok) expect(read.invite).toEqual(invite);
      }),
    );
  });
});
