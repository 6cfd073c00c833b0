import { expect, test } from 'vitest';
import { boardFragment, isOwnUrl, mayOpenOutside, startPage } from './navigation.ts';

test.each([startPage, 'app://paxboard/#join=abc', 'app://paxboard/assets/x.js'])(
  '%s has the app’s origin',
  (url) => {
    expect(isOwnUrl(url)).toBe(true);
    expect(mayOpenOutside(url)).toBe(false);
  },
);

test.each([
  '',
  'nonsense',
  'about:blank',
  'app://paxboard.evil.example/',
  'app://paxboard:7420/',
  'app://me@paxboard/',
  'app://evil/paxboard',
  'apps://paxboard/',
  'http://localhost:7420/',
  'file:///index.html',
])('%j does not', (url) => {
  expect(isOwnUrl(url)).toBe(false);
});

test('only https may open in the browser', () => {
  expect(mayOpenOutside('https://example.org/page')).toBe(true);
  for (const url of [
    'http://example.org',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://server/share',
    'ms-msdt:/id',
    'mailto:a@b.example',
    `https://example.org/${'x'.repeat(3000)}`,
    '',
  ]) {
    expect(mayOpenOutside(url), url).toBe(false);
  }
});

test('the fragment of a board is stored, and no fragment with a secret', () => {
  expect(boardFragment('app://paxboard/#board=abc-_1&tab=tasks')).toBe('#board=abc-_1&tab=tasks');
  expect(boardFragment('app://paxboard/#board=abc')).toBe('#board=abc');
  for (const other of ['#join=paxbAAAA', '', '#board=', '#board=a&join=b', `#board=${'a'.repeat(300)}`]) {
    expect(boardFragment(`app://paxboard/${other}`)).toBeUndefined();
  }
  expect(boardFragment('https://paxboard/#board=abc')).toBeUndefined();
});
