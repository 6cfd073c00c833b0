import { expect, it } from 'vitest';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { dismissalTicks, Removals } from './removals.ts';

const [ann, bob] = [replicaId('ann'), replicaId('bob')];

it('dismisses a removed member without a vote immediately', () => {
  const removals = new Removals();
  expect(removals.add([ann])).toBe(true);
  expect([...removals.due([bob])]).toEqual([ann]);
  expect(removals.has(bob)).toBe(false);
});

it('dismisses a removed voter once its vote has moved', () => {
  const removals = new Removals();
  removals.add([ann]);
  expect([...removals.due([ann, bob])]).toEqual([]);
  expect([...removals.due([bob])]).toEqual([ann]);
});

it('dismisses a removed voter after a timeout, even if it still has its vote', () => {
  const removals = new Removals();
  removals.add([ann]);
  for (let tick = 1; tick < dismissalTicks; tick += 1) removals.tick();
  expect(removals.add([ann])).toBe(false);
  expect(removals.due([ann]).size).toBe(0);
  removals.tick();
  expect([...removals.due([ann])]).toEqual([ann]);
});
