import { beforeEach, expect, it } from 'vitest';
import { replicaId } from '#shared/paxos/model/ids.ts';
import type { BoardSummary } from '../api.ts';
import type { Person } from '../view/view.ts';
import { maxSummaryPeople, SummaryKeeper, summaryMilliseconds } from './summary.ts';

let now: number;
let kept: BoardSummary[];
let keeper: SummaryKeeper;

beforeEach(() => {
  now = 1000;
  kept = [];
  keeper = new SummaryKeeper(
    () => now,
    (summary) => kept.push(summary),
  );
});

function person(name: string, colour: number, isMe = false): Person {
  const plain = { connected: true, access: 'edit', role: 'editor', votes: true, leads: false } as const;
  return { id: replicaId(name), person: replicaId(name), name, colour, isMe, isMine: isMe, ...plain };
}

it('has a person with several devices once, and this person’s own devices not at all', () => {
  const ada = person('Ada', 1);
  const me = person('me', 9, true);
  const second = { id: replicaId('second'), isMe: false };
  keeper.observe([me, { ...me, ...second }, ada, { ...ada, id: replicaId('phone') }]);
  expect(kept[0]).toEqual({ people: [{ name: 'Ada', colour: 1 }], more: 0 });
});

it('has the other people, a few by name and the rest as a number', () => {
  const others = Array.from({ length: maxSummaryPeople + 3 }, (_, at) => person(`p${at}`, at));
  keeper.observe([person('me', 9, true), ...others]);
  expect(kept).toHaveLength(1);
  expect(kept[0]?.people[0]).toEqual({ name: 'p0', colour: 0 });
  expect(kept[0]?.people).toHaveLength(maxSummaryPeople);
  expect(kept[0]?.more).toBe(3);
});

it('is reported at most once in its interval, and at the end', () => {
  const people = [person('me', 0, true)];
  keeper.observe(people);
  for (let change = 0; change < 50; change += 1) {
    now += 100;
    keeper.changed();
    keeper.observe(people);
  }
  expect(kept).toHaveLength(1);
  now += summaryMilliseconds;
  keeper.observe(people);
  expect(kept.at(-1)).toMatchObject({ changedAt: 6000 });
  keeper.changed();
  keeper.flush();
  keeper.flush();
  expect(kept).toHaveLength(3);
  expect(kept.at(-1)).toMatchObject({ changedAt: now });
});

it('has no time without a change, and none is reported before the people are known', () => {
  keeper.changed();
  keeper.flush();
  expect(kept).toEqual([]);
  keeper = new SummaryKeeper(
    () => now,
    (summary) => kept.push(summary),
  );
  keeper.observe([person('me', 0, true)]);
  expect(kept).toEqual([{ people: [], more: 0 }]);
});
