import { expect, it } from 'vitest';
import { replicaId, slot } from '#shared/paxos/model/ids.ts';
import { LastSeen, standings } from './standings.ts';

const ada = replicaId('ada');
const ben = replicaId('ben');
const peer = (id: typeof ada, decidedThrough: number, keepsUp = false, heardTicksAgo = 1) => ({
  id,
  decidedThrough: slot(decidedThrough),
  keepsUp,
  heardTicksAgo,
  signsOff: false,
});

it('a device is behind by the settled changes that any device has and it lacks', () => {
  const status = { decidedThrough: slot(10), peers: [peer(ada, 4), peer(ben, 12)] };
  expect(standings(status, new Map())).toEqual({ ada: { behind: 8 } });
});

it('a device that keeps up, or has not reported yet, is not behind', () => {
  const status = {
    decidedThrough: slot(10),
    peers: [peer(ada, 9, true), peer(ben, 0, false, Number.POSITIVE_INFINITY)],
  };
  expect(standings(status, new Map())).toEqual({});
  expect(standings(undefined, new Map())).toEqual({});
});

it('the end of a connection is remembered until the device is connected again', () => {
  const seen = new LastSeen();
  expect(standings(undefined, seen.update(new Set([ada, ben]), 100))).toEqual({});
  expect(standings(undefined, seen.update(new Set([ben]), 200))).toEqual({ ada: { lastSeenAt: 200 } });
  expect(standings(undefined, seen.update(new Set([ben]), 300))).toEqual({ ada: { lastSeenAt: 200 } });
  expect(standings(undefined, seen.update(new Set([ada, ben]), 400))).toEqual({});
});
