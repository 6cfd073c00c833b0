import { beforeEach, expect, test } from 'vitest';
import { ManualClock } from '#app/clock/testing/manual-clock.ts';
import type { Json } from '#shared/board/commands.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import { maxTurns, maxUnmeasured, measureMilliseconds, UnmeasuredTexts } from './unmeasured-texts.ts';

const [ada, ben, cleo] = ['ada', 'ben', 'cleo'].map(replicaId) as [ReplicaId, ReplicaId, ReplicaId];

let clock: ManualClock;
let elements: Map<string, BoardElement>;
let present: readonly ReplicaId[];
let measured: string[];

beforeEach(() => {
  clock = new ManualClock();
  elements = new Map([['t', { id: 't', text: 'a\nb', originalText: 'a\nb', width: 9, height: 50 }]]);
  present = [cleo, ben, ada];
  measured = [];
});

/** The window of each device. */
function windows(...ids: readonly ReplicaId[]): readonly UnmeasuredTexts[] {
  return ids.map(
    (me) =>
      new UnmeasuredTexts({
        clock,
        me,
        element: (id) => elements.get(id),
        present: () => present,
        measure: (texts) => measured.push(...texts.map((id) => `${me} ${id}`)),
      }),
  );
}

function merge(texts: readonly UnmeasuredTexts[], by: ReplicaId): void {
  for (const one of texts) one.merged([{ id: 't', by }]);
}

function pass(turns = 1): Promise<void> {
  return clock.advance(turns * measureMilliseconds);
}

function change(properties: { readonly [name: string]: Json }): void {
  const before = elements.get('t');
  if (before !== undefined) elements.set('t', { ...before, ...properties });
}

test('the text of an author who has left is measured by one present window, the one with the lowest id', async () => {
  const [first, second] = windows(ada, cleo);
  merge(
    [first, second].flatMap((one) => one ?? []),
    ben,
  );
  present = [cleo, ada];
  expect(measured).toEqual([]);
  await pass();
  expect(measured).toEqual(['ada t']);
  change({ width: 7 });
  await pass(10);
  expect(measured).toEqual(['ada t']);
});

test('a window that measures nothing is followed by the next one, within a bound', async () => {
  merge(windows(ada, ben, cleo), cleo);
  await pass();
  expect(measured).toEqual(['cleo t']);
  await pass(10);
  expect(measured).toEqual(['cleo t', 'ada t', 'ben t']);
  present = Array.from({ length: maxTurns + 3 }, (_, at) => replicaId(`d${at}`));
  measured = [];
  merge(windows(...present), cleo);
  await pass(maxTurns + 10);
  expect(measured).toHaveLength(maxTurns);
});

test.each([
  ['written', { text: 'a\nb\nc', originalText: 'a\nb\nc' }],
  ['resized', { height: 60 }],
  ['deleted', { isDeleted: true }],
])('a text that was %s since is not measured', async (_, properties) => {
  merge(windows(ada), ben);
  change(properties);
  await pass();
  expect(measured).toEqual([]);
});

test('a text that only got another colour is measured', async () => {
  merge(windows(ada), ben);
  present = [ada];
  change({ strokeColor: '#ff0000' });
  await pass();
  expect(measured).toEqual(['ada t']);
});

test('the number of watched texts is bounded, and nothing is watched after the end', async () => {
  present = [ada];
  const [texts] = windows(ada);
  for (let at = 0; at <= maxUnmeasured; at += 1) {
    elements.set(`t${at}`, { id: `t${at}`, text: 'a', originalText: 'a' });
    texts?.merged([{ id: `t${at}`, by: ben }]);
  }
  await pass();
  expect(measured).toHaveLength(maxUnmeasured);
  measured = [];
  texts?.merged([{ id: 't', by: ben }]);
  texts?.stop();
  await pass();
  expect(measured).toEqual([]);
});
