import { expect, it } from 'vitest';
import type { Member } from '#shared/board/state.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { Introduction } from './introduction.ts';

const me = replicaId('phone');
const linked: Member = { id: me, name: 'Ada', deviceOf: replicaId('laptop') };
const settling = { state: 'settling', voters: 2, reachable: 2 } as const;

const boardWith = (member: Member | undefined) => ({ name: 'Plans', member: () => member });

function opened(myName: string, stored: Member): Introduction {
  const introduction = new Introduction({ me, guest: false, myName, boardName: undefined, label: 'Device' });
  introduction.begin(boardWith(stored));
  return introduction;
}

it('a device of a person takes over a name that another one has given it meanwhile', () => {
  const introduction = opened('Ada', linked);
  const now = boardWith({ ...linked, name: 'Ada B.' });
  expect(introduction.adopted(now, [])).toBe('Ada B.');
  expect(introduction.myName).toBe('Ada B.');
  expect(introduction.adopted(now, [])).toBeUndefined();
  expect(introduction.due(settling, now, [])).toEqual([]);
});

it('a name that its person has changed on this device goes to the others instead', () => {
  const introduction = opened('Ann', linked);
  expect(introduction.adopted(boardWith(linked), [])).toBeUndefined();
  expect(introduction.due(settling, boardWith(linked), [])).toEqual([
    { type: 'member/introduce', name: 'Ann' },
  ]);
});

it('a device that is not linked takes over no name', () => {
  const { deviceOf: _, ...single } = linked;
  const introduction = opened('Ada', single);
  expect(introduction.adopted(boardWith({ ...single, name: 'Eve' }), [])).toBeUndefined();
});
