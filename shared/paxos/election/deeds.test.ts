import { expect, test } from 'vitest';
import { noBallot } from '../model/ballot.ts';
import { noDeeds } from '../model/deeds.ts';
import { replicaId, slot } from '../model/ids.ts';
import { DeedsSeen, maxMembersSeen } from './deeds.ts';

const accepted = (last: number) => ({ ballot: noBallot, acceptedThrough: slot(last) });

test('the member without a new action for longest is evicted first', () => {
  const seen = new DeedsSeen();
  for (let member = 0; member < maxMembersSeen; member += 1) seen.note(replicaId(`m-${member}`), accepted(1));
  seen.note(replicaId('m-0'), accepted(2));
  seen.note(replicaId('newcomer'), accepted(1));
  expect(seen.of(replicaId('m-0'))).toEqual(accepted(2));
  expect(seen.of(replicaId('m-1'))).toEqual(noDeeds);
  expect(seen.of(replicaId('m-2'))).toEqual(accepted(1));
});
