import { expect, it } from 'vitest';
import { replicaId } from '../model/ids.ts';
import { defaultLimits } from '../model/limits.ts';
import { groupOf } from '../testing/groups.ts';
import { EarlyOffers } from './early-offers.ts';

const b = replicaId('b');

it('keeps groups in order of arrival, up to the bounds of a leader’s queue', () => {
  const offers = new EarlyOffers({ ...defaultLimits, maxQueuedCommands: 3, maxQueuedBytes: 10 });
  offers.add(b, [groupOf('b', 1, '1234'), groupOf('b', 2, '5678')]);
  // Too many bytes, and then too many commands.
  offers.add(b, [groupOf('b', 3, '901')]);
  offers.add(b, [groupOf('b', 3, '9'), groupOf('b', 4, '0')]);
  expect(offers.all.map(({ groups }) => groups.map(({ first }) => first))).toEqual([[1, 2], [3]]);
});
