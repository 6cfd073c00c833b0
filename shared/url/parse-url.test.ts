import { expect, test } from 'vitest';
import { parseUrl } from './parse-url.ts';

test('returns the parts of a URL, absolute or relative', () => {
  expect(parseUrl('https://ada@example.com:8080/a?b#c')).toMatchObject({
    protocol: 'https:',
    host: 'example.com:8080',
    pathname: '/a',
    hash: '#c',
    username: 'ada',
  });
  expect(parseUrl('/signal', 'http://127.0.0.1:7420')?.href).toBe('http://127.0.0.1:7420/signal');
});

test.each([['nonsense'], [''], ['http://'], ['http://[fd00::1'], ['/a'], ['/a', 'nonsense']])(
  'rejects %j',
  (text, base?: string) => {
    expect(parseUrl(text, base)).toBeUndefined();
  },
);
