import { expect, test } from 'vitest';
import { openedBy, readCommandLine } from './command-line.ts';

test('reads profile and address in both spellings, among foreign flags', () => {
  expect(
    readCommandLine(['/opt/paxboard', '--no-sandbox', '--profile', 'work', '--listen=127.0.0.1']),
  ).toEqual({
    profile: 'work',
    listen: '127.0.0.1',
    hidden: false,
  });
  expect(readCommandLine(['p', '--profile=a-b_2', '--hidden'])).toMatchObject({
    profile: 'a-b_2',
    hidden: true,
  });
  expect(readCommandLine(['p'])).toEqual({ profile: undefined, listen: undefined, hidden: false });
});

test.each([
  ['--profile'],
  ['--profile='],
  ['--profile=..'],
  ['--profile=a/b'],
  ['--profile=-x'],
  [`--profile=${'a'.repeat(33)}`],
  ['--listen'],
])('rejects %s', (...args) => {
  expect(() => readCommandLine(['p', ...args])).toThrow(RangeError);
});

test.each([
  [['p', '--flag', 'paxboard://join/x', '.'], { type: 'link', link: 'paxboard://join/x' }],
  [['p', '--allow-file-access', 'PAXBOARD://join/x'], { type: 'link', link: 'PAXBOARD://join/x' }],
  [['p', '.', '/home/ada/Harbour.paxboard'], { type: 'file', file: '/home/ada/Harbour.paxboard' }],
  [['p', 'C:\\a b\\H.PAXBOARD'], { type: 'file', file: 'C:\\a b\\H.PAXBOARD' }],
  [['/opt/my.paxboard'], undefined],
  [['p', '--x=/a.paxboard', 'https://paxboard/', 'notes.txt'], undefined],
  [['p', `paxboard://join/${'x'.repeat(5000)}`], undefined],
])('%j opens %j', (args, opened) => {
  expect(openedBy(args)).toEqual(opened);
});
