import { expect, it } from 'vitest';
import { followed } from './followed.ts';

const host = '192.168.1.20:7420';
const here = { host, boardId: 'b1' };

it.each([
  ['https://example.org/a?b=c', { to: 'outside', address: 'https://example.org/a?b=c' }],
  ['http://example.org', { to: 'outside', address: 'http://example.org/' }],
  ['mailto:ada@example.org', { to: 'outside', address: 'mailto:ada@example.org' }],
  ['paxboard:?element=abc', { to: 'element', id: 'abc' }],
  [`http://${host}/?element=abc`, { to: 'element', id: 'abc' }],
  ['http://elsewhere/?element=abc#board=b1', { to: 'element', id: 'abc' }],
  [
    'http://elsewhere/?element=abc#board=b2',
    { to: 'outside', address: 'http://elsewhere/?element=abc#board=b2' },
  ],
  ['http://elsewhere/?element=abc', { to: 'outside', address: 'http://elsewhere/?element=abc' }],
  ['//example.org/login', { to: 'nowhere' }],
  ['/login', { to: 'nowhere' }],
  ['javascript:alert(1)', { to: 'nowhere' }],
  ['data:text/html,hello', { to: 'nowhere' }],
  ['file:///etc/passwd', { to: 'nowhere' }],
  ['paxboard://join/x', { to: 'nowhere' }],
  ['', { to: 'nowhere' }],
])('a click on the link %j', (link, result) => {
  expect(followed(link, here)).toEqual(result);
});
