import { expect, it } from 'vitest';
import { followed } from './link.ts';

const here = '192.168.1.20:7420';

it.each([
  ['https://example.org/a?b=c', { to: 'outside', address: 'https://example.org/a?b=c' }],
  ['http://example.org', { to: 'outside', address: 'http://example.org/' }],
  ['mailto:ada@example.org', { to: 'outside', address: 'mailto:ada@example.org' }],
  [`http://${here}/?element=abc`, { to: 'element' }],
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
