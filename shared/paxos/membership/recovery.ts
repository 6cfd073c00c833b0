/**
 * Goes on without a majority that is gone for good, because a person said so (`docs/protocol.md`, "Recovery"): in a
 * higher generation, from what this replica knows. All that it accepted is decided by that.
 *
 * The recovery is one write. Before that is durable nothing has happened: nothing is sent or heard, and nothing is handed
 * out as decided that a crash could take back.
 */

import type { CatchUp } from '../catch-up/catch-up.ts';
import type { Context } from '../core/context.ts';
import type { EffectsBuffer } from '../core/effects-buffer.ts';
import type { Event, LogRecord } from '../effects.ts';
import type { Election } from '../election/election.ts';
import type { Peers } from '../election/peers.ts';
import type { DecidedLog } from '../log/decided-log.ts';
import type { Learner } from '../log/learner.ts';
import type { Log } from '../log/log.ts';
import { type Ballot, ballotAbove, noBallot } from '../model/ballot.ts';
import { type Configuration, configuration } from '../model/configuration.ts';
import { noop } from '../model/entry.ts';
import { nextSlot, type ReplicaId, type Slot, slot, type WriteNumber } from '../model/ids.ts';
import { invariant } from '../model/invariant.ts';
import type { Acceptor } from '../phases/acceptor.ts';
import type { Phases } from '../phases/phases.ts';
import type { Proposer } from '../phases/proposer.ts';
import type { Generation } from './generation.ts';
import type { Heard } from './heard.ts';

interface Parts {
  readonly effects: EffectsBuffer;
  readonly generation: Generation;
  readonly heard: Heard;
  readonly log: Log;
  readonly learner: Learner;
  readonly decided: DecidedLog;
  readonly acceptor: Acceptor;
  readonly proposer: Proposer;
  readonly phases: Phases;
  readonly peers: Peers;
  readonly catchUp: CatchUp;
  readonly election: Election;
}

/** A recovery whose write is not durable yet. */
interface Recovering {
  readonly write: WriteNumber;
  /** What it decides: everything that the log holds. */
  readonly through: Slot;
}

/** Belongs to the generation that is being left: ignored, as if lost on the way. */
function isDroppedDuringRecovery({ type }: Event): boolean {
  return type === 'receive' || type === 'tick' || type === 'compact' || type === 'recover';
}

export class Recovery {
  readonly #context: Context;
  readonly #parts: Parts;
  readonly #random: () => number;
  #recovering: Recovering | undefined;

  /** `random` gives numbers from 0 up to 1. */
  constructor(context: Context, parts: Parts, random: () => number) {
    this.#context = context;
    this.#parts = parts;
    this.#random = random;
  }

  /** Whether a recovery that is under way keeps `event` from the replica. */
  drops(event: Event): boolean {
    return this.#recovering !== undefined && isDroppedDuringRecovery(event);
  }

  begin(): void {
    const { acceptor, effects, generation, heard, log, phases, proposer } = this.#parts;
    const { configuration: current, decidedThrough, id, epoch } = this.#context;
    if (current === undefined) return this.#context.dropped(id, 'recovery of nothing');
    proposer.stepDown('recovers');
    generation.succeed(current, this.#random);
    const promised = ballotAbove(acceptor.promised, epoch, id);
    acceptor.promise(promised);
    const sharedThrough = slot(Math.min(decidedThrough, current.sharedThrough ?? decidedThrough));
    const chosen = { id, generation: generation.number, ballot: promised, sharedThrough };
    const missing = recoveryRecords(log, decidedThrough, chosen);
    for (const record of missing) log.set(record);
    const { lastSlot: through } = log;
    const records = [...this.#parts.decided.takeUnwritten(), ...missing];
    const write = this.#context.writeDecided({ promised, records, heard: heard.forget(id) }, through);
    this.#recovering = { write, through };
    effects.holdEverythingUntilDurable();
    phases.forgetDeferred();
  }

  /** Every write up to `number` is durable: the recovery's own, perhaps. */
  onPersisted(number: WriteNumber): void {
    const { effects, log, decided, learner, peers, catchUp, election } = this.#parts;
    const recovering = this.#recovering;
    // What waited for the storage was said in a generation that this replica has left.
    if (recovering !== undefined) effects.forgetHeld();
    effects.persisted(number);
    if (recovering === undefined || number < recovering.write) return;
    this.#recovering = undefined;
    while (decided.through < recovering.through) {
      const record = log.get(nextSlot(decided.through));
      invariant(record !== undefined, `the log has no entry in slot ${decided.through + 1}`);
      decided.learn(record.entry);
    }
    // What the others said, they said in the old generation: higher ballots of theirs must not outrank its own.
    learner.forgetAll();
    for (const peer of peers.ids()) {
      peers.forget(peer);
      catchUp.forget(peer);
      election.forget(peer);
    }
    election.hurry();
  }
}

/**
 * What the log lacks for all of it to be decided: `noop` in the slots that hold nothing, and after the last one the
 * configuration with `id` as its only voter. A hole left open would be filled later, but whatever follows it, voters
 * of the old generation perhaps, would then be proposed anew.
 */
function recoveryRecords(
  log: Log,
  decidedThrough: Slot,
  chosen: {
    readonly id: ReplicaId;
    readonly generation: number;
    readonly ballot: Ballot;
    /** See {@link Configuration}. */
    readonly sharedThrough: Slot;
  },
): readonly LogRecord[] {
  const records: LogRecord[] = [];
  let slot = nextSlot(decidedThrough);
  for (; slot <= log.lastSlot; slot = nextSlot(slot)) {
    if (log.get(slot) === undefined) records.push({ slot, ballot: noBallot, entry: noop });
  }
  const { id, generation, ballot, sharedThrough } = chosen;
  records.push({
    slot,
    ballot,
    entry: { type: 'configuration', configuration: configuration(generation, [id], sharedThrough) },
  });
  return records;
}
