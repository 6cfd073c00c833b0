import { expect, test } from 'vitest';
import { JoinLinks } from './join-links.ts';

test('links wait until the window listens, and while it reloads', () => {
  const links = new JoinLinks();
  const seen: string[] = [];
  links.offer('a');
  links.listen((link) => seen.push(link));
  links.offer('b');
  expect(seen).toEqual(['a', 'b']);
  links.pause();
  links.offer('c');
  expect(seen).toEqual(['a', 'b']);
  links.listen((link) => seen.push(link));
  expect(seen).toEqual(['a', 'b', 'c']);
});

test('keeps only the latest four', () => {
  const links = new JoinLinks();
  const seen: string[] = [];
  for (const link of ['1', '2', '3', '4', '5', '6']) links.offer(link);
  links.listen((link) => seen.push(link));
  expect(seen).toEqual(['3', '4', '5', '6']);
});
