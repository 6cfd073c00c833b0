import { expect, test } from 'vitest';
import type { Stop } from '#app/session/view/view.ts';
import { stopText } from './stop-text.ts';

test.each<Stop>([
  { reason: 'superseded' },
  { reason: 'invariant', why: 'slot 7' },
  { reason: 'diverged', why: 'slot 7' },
  { reason: 'rolledBack', why: 'slot 7' },
])('the sentence for "$reason" states what is safe and what to do', (stop) => {
  expect(stopText(stop)).toMatch(/safe|kept/);
  expect(stopText(stop)).toMatch(/open|join/i);
});

test('the technical reason of a bug is shown, for its report', () => {
  expect(stopText({ reason: 'invariant', why: 'promise went down' })).toContain('(promise went down)');
});

test('a removal names the person', () => {
  expect(stopText({ reason: 'removed', by: 'Ada' })).toMatch(/^Ada removed this device/);
  expect(stopText({ reason: 'removed', by: '' })).toMatch(/^Someone removed this device/);
});

test.each([
  [
    2,
    8,
    4,
    'Both boards share the first 8 changes. Since then, 2 changes settled here, and 4 changes there.',
  ],
  [1, 9, 0, 'Both boards share the first 9 changes. Since then, 1 change settled here, and 0 changes there.'],
  [
    0,
    8,
    4,
    'Both boards share the first 8 changes. This device has nothing settled that the other board lacks.',
  ],
])(
  'the text about a board that continued without this device states %i changes here, %i in common, %i there',
  (here, shared, there, text) => {
    expect(stopText({ reason: 'superseded', parting: { shared, here, there } })).toContain(text);
  },
);
