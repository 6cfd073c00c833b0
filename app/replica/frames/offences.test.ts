import { expect, it } from 'vitest';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { maxRememberedOffenders, Offences } from './offences.ts';

const bob = replicaId('bob');

it('reports malformed frames at once, and then ever more rarely', () => {
  const offences = new Offences();
  const told: number[] = [];
  for (let count = 1; count <= 1000; count += 1) {
    if (offences.garbage(bob, 'noise') !== undefined) told.push(count);
  }
  expect(told).toEqual([1, 10, 100, 1000]);
});

it('reports overreach once per peer', () => {
  const offences = new Offences();
  expect(offences.overreach(bob)).toEqual({ type: 'overreach', from: bob });
  expect(offences.overreach(bob)).toBeUndefined();
  expect(offences.garbage(bob, 'noise')).toMatchObject({ type: 'garbage', count: 1 });
});

it('tracks a bounded number of peers, the latest ones', () => {
  const offences = new Offences();
  offences.overreach(bob);
  for (let number = 0; number < maxRememberedOffenders; number += 1) {
    offences.overreach(replicaId(`peer-${number}`));
  }
  expect(offences.overreach(replicaId(`peer-${maxRememberedOffenders - 1}`))).toBeUndefined();
  expect(offences.overreach(bob)).toBeDefined();
});
