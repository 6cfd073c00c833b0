import { describe, expect, test } from 'vitest';
import {
  type ClientMessage,
  formatSignalingMessage,
  maxSignalDataLength,
  maxSignalingMessageBytes,
  maxTopicMembers,
  parseClientMessage,
  parseServerMessage,
  type ServerMessage,
} from './protocol.ts';

const longest = 'n'.repeat(64);

describe("a client's message", () => {
  test.each<ClientMessage>([
    { type: 'join', topic: 'bWs-lkimCsdQbqkTA6VNgQ', peer: 'p_1' },
    { type: 'leave', topic: 't' },
    { type: 'signal', topic: 't', to: 'p', data: 'AAAA' },
  ])('is accepted: %j', (message) => {
    expect(parseClientMessage(formatSignalingMessage(message))).toEqual({ ok: true, message });
  });

  test('the largest signal fits one message', () => {
    const message: ClientMessage = {
      type: 'signal',
      topic: longest,
      to: longest,
      data: 'd'.repeat(maxSignalDataLength),
    };
    const text = formatSignalingMessage(message);
    expect(text.length).toBeLessThanOrEqual(maxSignalingMessageBytes);
    expect(parseClientMessage(text).ok).toBe(true);
  });

  test.each([
    '',
    'null',
    '[]',
    '42',
    '"join"',
    '{',
    '\u0000',
    '{"type":"join"}',
    '{"type":"join","topic":"","peer":"p"}',
    '{"type":"join","topic":"a b","peer":"p"}',
    `{"type":"join","topic":"${longest}n","peer":"p"}`,
    '{"type":"join","topic":["t"],"peer":"p"}',
    '{"type":"join","topic":"t","peer":"p","admin":true}',
    '{"type":"leave"}',
    '{"type":"signal","topic":"t","to":"p"}',
    '{"type":"signal","topic":"t","to":"p","data":""}',
    '{"type":"signal","topic":"t","to":"p","data":"not sealed!"}',
    '{"type":"signal","topic":"t","to":"p","data":{"sdp":"v=0"}}',
    '{"type":"welcome","protocol":1}',
    '{"type":"__proto__"}',
  ])('is rejected with a reason: %j', (text) => {
    const parsed = parseClientMessage(text);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.why).not.toBe('');
  });

  test('is not parsed if it is too long', () => {
    const parsed = parseClientMessage(' '.repeat(maxSignalingMessageBytes + 1));
    expect(parsed).toEqual({ ok: false, why: `${maxSignalingMessageBytes + 1} characters are too many` });
  });
});

describe("a server's message", () => {
  test.each<ServerMessage>([
    { type: 'welcome', protocol: 1 },
    { type: 'welcome', protocol: 2 },
    { type: 'members', topic: 't', peers: [] },
    { type: 'members', topic: 't', peers: ['a', 'b'] },
    { type: 'joined', topic: 't', peer: 'a' },
    { type: 'left', topic: 't', peer: 'a' },
    { type: 'signal', topic: 't', from: 'a', data: 'AAAA' },
    { type: 'error', code: 'too-fast' },
    { type: 'error', code: 'topic-full', topic: 't' },
  ])('is accepted: %j', (message) => {
    expect(parseServerMessage(formatSignalingMessage(message))).toEqual({ ok: true, message });
  });

  test("may have unknown fields in a newer server's welcome", () => {
    expect(parseServerMessage('{"type":"welcome","protocol":2,"motd":"hi"}').ok).toBe(true);
  });

  test.each([
    '<html>',
    '{"type":"welcome"}',
    '{"type":"welcome","protocol":"1"}',
    '{"type":"members","topic":"t","peers":[1]}',
    JSON.stringify({ type: 'members', topic: 't', peers: Array(maxTopicMembers + 1).fill('p') }),
    '{"type":"error","code":"on fire"}',
    '{"type":"join","topic":"t","peer":"p"}',
  ])('is rejected with a reason: %j', (text) => {
    expect(parseServerMessage(text).ok).toBe(false);
  });
});
