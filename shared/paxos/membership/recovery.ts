/**
 * Continues without a majority that is lost for good, after a person has confirmed it (`docs/protocol.md`, "Recovery"):
 * in a higher generation, from the local state. Everything that this replica accepted becomes decided.
 *
 * The recovery is one write. Until that is durable nothing is sent, received or handed out as decided, because a crash
 * could still undo it.
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
import type { Kept } from '../witness/kept.ts';
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
  readonly kept: Kept;
}

/** A recovery whose write is not durable yet. */
interface Recovering {
  readonly write: WriteNumber;
  /** The last slot that it decides: everything that the log holds. */
  readonly through: Slot;
}

/** Belongs to the generation that is being left: dropped, as if lost in transit. */
function isDroppedDuringRecovery({ type }: Event): boolean {
  return type === 'receive' || type === 'tick' || type === 'compact' || type === 'recover';
}

export class Recovery {
  readonly #context: Context;
  readonly #parts: Parts;
  readonly #random: () => number;
  #recovering: Recovering | undefined;

  /** `random` returns numbers in [0, 1). */
  constructor(context: Context, parts: Parts, random: () => number) {
    this.#context = context;
    this.#parts = parts;
    this.#random = random;
  }

  /** Whether a recovery in progress drops `event`. */
  drops(event: Event): boolean {
    return this.#recovering !== undefined && isDroppedDuringRecovery(event);
  }

  begin(): void {
    const { acceptor, effects, generation, heard, log, phases, proposer } = this.#parts;
    const { configuration: current, decidedThrough, id, epoch, isWitness } = this.#context;
    if (current === undefined || isWitness)
      return this.#context.dropped(
        id,
        current === undefined ? 'recovery of nothing' : 'recovery by a witness',
      );
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

  /** Every write through `number` is durable, possibly including the recovery. */
  onPersisted(number: WriteNumber): void {
    const { effects, log, decided, learner, peers, catchUp, election, kept } = this.#parts;
    const recovering = this.#recovering;
    // Held messages belong to the generation that this replica has left.
    if (recovering !== undefined) effects.forgetHeld();
    effects.persisted(number);
    if (recovering === undefined || number < recovering.write) return;
    this.#recovering = undefined;
    while (decided.through < recovering.through) {
      const record = log.get(nextSlot(decided.through));
      invariant(record !== undefined, `the log has no entry in slot ${decided.through + 1}`);
      decided.learn(record.entry);
    }
    // Reports from the old generation must not outrank this replica's ballots.
    learner.forgetAll();
    kept.clear();
    for (const peer of peers.ids) {
      peers.forget(peer);
      catchUp.forget(peer);
    }
    election.beginGeneration();
  }
}

/**
 * The records that make the whole log decided: `noop` in empty slots, and after the last slot the configuration with
 * `id` as its only voter. An open hole would be filled later, but the entries after it, possibly old voters, would then
 * be proposed again.
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
