/** The start of a replica: from its storage, or as the founder of a board. */

import type { CatchUp } from '../catch-up/catch-up.ts';
import { decodeSnapshot } from '../catch-up/snapshot.ts';
import type { DurableState } from '../effects.ts';
import type { DeedsSeen } from '../election/deeds.ts';
import type { OwnDeeds } from '../election/own-deeds.ts';
import type { DecidedLog } from '../log/decided-log.ts';
import type { Learner } from '../log/learner.ts';
import type { Log } from '../log/log.ts';
import { firstGeneration, type Generation } from '../membership/generation.ts';
import { type Ballot, ballotAbove, noBallot } from '../model/ballot.ts';
import { configuration } from '../model/configuration.ts';
import type { Entry } from '../model/entry.ts';
import { nextSlot, noSlot, slot } from '../model/ids.ts';
import { invariant } from '../model/invariant.ts';
import type { Acceptor } from '../phases/acceptor.ts';
import { decodeBase } from '../witness/base.ts';
import type { Trimming } from '../witness/trimming.ts';
import type { Context } from './context.ts';
import type { EffectsBuffer } from './effects-buffer.ts';

interface Parts {
  readonly effects: EffectsBuffer;
  readonly generation: Generation;
  readonly log: Log;
  readonly learner: Learner;
  readonly decided: DecidedLog;
  readonly acceptor: Acceptor;
  readonly catchUp: CatchUp;
  readonly seen: DeedsSeen;
  readonly own: OwnDeeds;
  readonly trimming: Trimming;
}

/** @throws InvariantViolation if `state` could not have been written by a replica. */
export function restore(state: DurableState, context: Context, parts: Parts): void {
  const { effects, generation, log, learner, decided, catchUp, seen } = parts;
  // The replica of a ballot promised that ballot before it proposed.
  const noteBallot = (ballot: Ballot) => seen.note(ballot.replica, { ballot, acceptedThrough: noSlot });
  generation.enter(state.generation);
  if (state.snapshot !== undefined && context.isWitness) {
    const base = decodeBase(state.snapshot);
    invariant(base !== undefined, 'the base of the log in the storage is damaged');
    decided.restore({ ...base, sessions: [], state: new Uint8Array() });
    parts.trimming.begin(base);
  } else if (state.snapshot !== undefined) {
    const snapshot = decodeSnapshot(state.snapshot);
    invariant(snapshot !== undefined, 'the snapshot in the storage is damaged');
    decided.restore(snapshot);
    catchUp.keep(state.snapshot, snapshot);
    effects.apply({ type: 'restored', through: snapshot.through, state: snapshot.state });
  }
  log.compact(state.compactedThrough);
  noteBallot(state.promised);
  for (const record of state.records) {
    log.set(record);
    noteBallot(record.ballot);
    if (record.slot > state.decidedThrough) learner.noteProposal(record.slot, record.ballot, record.entry);
  }
  while (decided.through < state.decidedThrough) {
    const record = log.get(nextSlot(decided.through));
    invariant(record !== undefined, () => `the storage has no entry in slot ${decided.through + 1}`);
    decided.replay(record.entry);
  }
  parts.own.begin({ ballot: state.promised, acceptedThrough: log.lastSlot });
  context.noteRestored();
}

/** Slot 1 makes this replica the only voter of a new board. */
export function bootstrap(context: Context, { effects, generation, decided, acceptor }: Parts): void {
  generation.enter(firstGeneration);
  const ballot = ballotAbove(noBallot, noSlot, context.id);
  const entry: Entry = {
    type: 'configuration',
    configuration: configuration(firstGeneration, [context.id]),
  };
  acceptor.promise(ballot);
  const { records } = acceptor.accept(ballot, slot(1), [entry], noSlot);
  decided.replay(entry);
  context.write({ promised: ballot, records });
  effects.holdEverythingUntilDurable();
}
