import { expect, it } from 'vitest';
import type { Context } from '../core/context.ts';
import type { DecidedLog } from '../log/decided-log.ts';
import { Log } from '../log/log.ts';
import { configuration } from '../model/configuration.ts';
import { replicaId, slot } from '../model/ids.ts';
import { defaultLimits } from '../model/limits.ts';
import { Kept } from './kept.ts';
import { Trimming } from './trimming.ts';

it.each([true, false])('the reports of devices without a vote are dropped (witness: %s)', (isWitness) => {
  const [voter, guest] = [replicaId('a'), replicaId('guest')];
  const kept = new Kept();
  const context = {
    configuration: configuration(1, [voter]),
    decidedThrough: slot(0),
    isWitness,
    isWriting: false,
    limits: defaultLimits,
    tick: 0,
  } as Context;
  const trimming = new Trimming(context, { log: new Log(), decided: {} as DecidedLog, kept });
  for (const id of [voter, guest]) kept.note(id, slot(7));
  trimming.tick();
  expect([kept.storedBy(voter), kept.storedBy(guest)]).toEqual([7, 0]);
});
