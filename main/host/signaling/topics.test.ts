import { expect, test } from 'vitest';
import { maxTopicMembers } from '#shared/signaling/protocol.ts';
import { Topics } from './topics.ts';

test('lists the members of a topic in order of arrival', () => {
  const topics = new Topics<number>();
  expect(topics.join('t', 'b', 1)).toBe('joined');
  expect(topics.join('t', 'a', 2)).toBe('joined');
  expect(topics.join('u', 'c', 3)).toBe('joined');
  expect(topics.others('t', 'c')).toEqual([
    ['b', 1],
    ['a', 2],
  ]);
  expect(topics.others('t', 'b')).toEqual([['a', 2]]);
  expect(topics.find('t', 'a')).toBe(2);
  expect(topics.find('u', 'a')).toBeUndefined();
});

test('an empty topic is dropped', () => {
  const topics = new Topics<number>();
  topics.join('t', 'a', 1);
  topics.leave('t', 'a');
  topics.leave('t', 'a');
  topics.leave('unknown', 'a');
  expect(topics.size).toBe(0);
  expect(topics.others('t', '')).toEqual([]);
});

test('bounds the members, and rejects an id that is in use', () => {
  const topics = new Topics<number>();
  for (let at = 0; at < maxTopicMembers; at += 1) topics.join('t', `p${at}`, at);
  expect(topics.join('t', 'p0', 99)).toBe('peer-taken');
  expect(topics.find('t', 'p0')).toBe(0);
  expect(topics.join('t', 'one-more', 99)).toBe('topic-full');
  topics.leave('t', 'p0');
  expect(topics.join('t', 'one-more', 99)).toBe('joined');
});

test('a rejected join creates no topic', () => {
  const topics = new Topics<number>();
  topics.join('t', 'a', 1);
  topics.join('t', 'a', 2);
  expect(topics.size).toBe(1);
});
