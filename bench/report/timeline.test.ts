import { expect, it } from 'vitest';
import type { Slot } from '#shared/paxos/model/ids.ts';
import type { Stage } from '../pages/settle-stages.ts';
import { pathsOf } from './timeline.ts';

const slots = [7 as Slot];
const stage = (name: Stage['name'], at: number, peer?: string): Stage => ({
  name,
  at,
  slots: name === 'begun' || name === 'reported' || name.endsWith('submit') ? [] : slots,
  ...(peer === undefined ? {} : { peer }),
});

/** The clock of `b` is 100 ahead of that of `a`, and each message takes 2. */
const leader = {
  replica: 'a',
  stages: [
    stage('received submit', 4, 'b'),
    stage('sent propose', 5, 'b'),
    stage('storing', 6),
    stage('stored', 9),
    stage('sent accept', 9, 'b'),
    stage('received accept', 14, 'b'),
  ],
};
const follower = {
  replica: 'b',
  stages: [
    stage('begun', 100),
    stage('sent submit', 102, 'a'),
    stage('received propose', 107, 'a'),
    stage('storing', 108),
    stage('received accept', 111, 'a'),
    stage('stored', 112),
    stage('sent accept', 112, 'a'),
    stage('decided', 112),
    stage('reported', 113),
  ],
};

it("follows a follower's change to the accept that decides it, by one clock", () => {
  expect(pathsOf([leader, follower], 'a', 'b')).toEqual([
    {
      'encoded and signed, until it is sent or stored': 2,
      'submission on its way': 2,
      'checked and proposed by the leader': 1,
      'proposal on its way': 2,
      'checked, until the transaction begins': 1,
      transaction: 4,
      'decided, applied and reported': 1,
    },
  ]);
});

it("follows a leader's change over the transaction of the voter whose accept arrives last", () => {
  const stages = [stage('begun', 3), ...leader.stages.slice(1), stage('decided', 14), stage('reported', 15)];
  expect(pathsOf([{ replica: 'a', stages }, follower], 'a', 'a')).toEqual([
    {
      'encoded and signed, until it is sent or stored': 2,
      'proposal on its way': 2,
      'checked, until the transaction begins': 1,
      transaction: 4,
      'accept on its way': 2,
      'decided, applied and reported': 1,
    },
  ]);
});

it('omits a change of which a stage is missing', () => {
  const stages = follower.stages.filter(({ name }) => name !== 'storing');
  expect(pathsOf([leader, { replica: 'b', stages }], 'a', 'b')).toEqual([]);
});
