/**
 * Going on without a majority that is gone for good, because a person said so: what is taken for decided, and what is
 * written before anything is (`docs/protocol.md`, "Recovery").
 */

import type { LogRecord } from '../effects.ts';
import type { Log } from '../log/log.ts';
import { type Ballot, noBallot } from '../model/ballot.ts';
import { type Configuration, configuration } from '../model/configuration.ts';
import { noop } from '../model/entry.ts';
import { nextSlot, type ReplicaId, type Slot, type WriteNumber } from '../model/ids.ts';

/** A recovery whose write is on its way to the disk: until that is durable, nothing has happened. */
export interface Recovering {
  readonly write: WriteNumber;
  /** What is decided by it: everything that the log holds. */
  readonly through: Slot;
}

/**
 * What the log lacks for all of it to be decided: `noop` in the slots that hold nothing, and behind the last one the
 * configuration with `id` as its only voter. A hole left open would be filled later, but whatever lies behind it, voters
 * of the old generation perhaps, would then be proposed anew.
 */
export function recoveryRecords(
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
