import { expect, it } from 'vitest';
import { html, plainTags } from './markdown.ts';

it('shows which items of a list are done', () => {
  expect(html('- [ ] Measure\n- [x] Fetch').replaceAll('\n', '')).toBe(
    '<ul><li>☐ Measure</li><li>☑ Fetch</li></ul>',
  );
});

it.each([
  ['<img src=x onerror=alert(1)>', '<img>'],
  ['<img/onerror=alert(1)>text', '<img>text'],
  ['<img alt="a > b" onerror="alert(1)"', '<img> b" onerror="alert(1)"'],
  ['<!-- <p onclick=x> -->', '<!-- <p> -->'],
  ['<<p onclick=x', '<<p>'],
  ['<b>bold</b> 1 < 2', '<b>bold</b> 1 < 2'],
  ['<a onclick=x href="https://example.org">shop</a>', '<a href="https://example.org">shop</a>'],
])('HTML in Markdown keeps no attribute but an address: %j', (html, plain) => {
  expect(plainTags(html)).toBe(plain);
});
