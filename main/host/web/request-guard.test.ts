import { describe, expect, test } from 'vitest';
import { isTrustedHost, isTrustedOrigin, untrustedHostText } from './request-guard.ts';

const machine = 'Annas-Laptop';

describe('the host name of a request', () => {
  test.each([
    'localhost',
    'localhost:7420',
    'LOCALHOST:7420',
    '127.0.0.1:7420',
    '192.168.1.20',
    '203.0.113.9:80',
    '[::1]:7420',
    '[fd00::1]',
    'annas-laptop.local:7420',
    'annas-laptop:7420',
    'board.localhost:7420',
    'localhost.:7420',
  ])('%s can be trusted', (header) => {
    expect(isTrustedHost(header, machine)).toBe(true);
  });

  test.each([
    undefined,
    '',
    'evil.example',
    'evil.example:7420',
    'localhost.evil.example',
    'local',
    'notlocalhost',
    'annas-laptop.evil.example:7420',
    '127.0.0.1.evil.example',
    '127.0.0.1:7420@evil.example',
    'evil.example/.local',
    '127.0.0.1 evil.example',
    '[evil.example]',
    'localhost:notaport',
  ])('%s cannot', (header) => {
    expect(isTrustedHost(header, machine)).toBe(false);
  });

  test('no name is trusted on a machine without a name', () => {
    expect(isTrustedHost(':7420', '')).toBe(false);
  });

  test('is quoted in the reply, cut to a readable length', () => {
    expect(untrustedHostText('evil.example')).toContain('"evil.example"');
    expect(untrustedHostText('x'.repeat(10_000)).length).toBeLessThan(500);
  });
});

describe('the origin of a WebSocket', () => {
  test.each([
    undefined,
    'app://paxboard',
    'http://localhost:7420',
    'http://192.168.1.20:7420',
    'https://annas-laptop.local',
    'http://127.0.0.1',
    'http://10.1.2.3:7420',
    'http://172.31.0.1',
    'http://169.254.7.7',
    'http://[::1]:7420',
    'http://[fe80::1]',
    'http://[fd00::1]:7420',
  ])('%s can be trusted', (origin) => {
    expect(isTrustedOrigin(origin, machine)).toBe(true);
  });

  test.each([
    '',
    'null',
    'https://evil.example',
    'http://localhost.evil.example:7420',
    'app://other',
    'file://',
    'chrome-extension://abc',
    'http://93.184.216.34',
    'http://93.184.216.34:7420',
    'https://[2606:2800:220:1::1]',
    'http://172.32.0.1',
    'http://a@127.0.0.1',
  ])('%s cannot', (origin) => {
    expect(isTrustedOrigin(origin, machine, 'localhost:7420')).toBe(false);
  });

  test('at a public address can be trusted if this host has served it', () => {
    const host = '203.0.113.9:7420';
    expect(isTrustedOrigin(`http://${host}`, machine, host)).toBe(true);
    expect(isTrustedOrigin('http://203.0.113.9:80', machine, host)).toBe(false);
  });
});
