/** Encodes the log's contents (ids, ballots, commands, configurations, entries) as tuples, which are small and fast. */

import * as v from 'valibot';
import type { AcceptedEntry } from '#shared/paxos/messages.ts';
import { type Ballot, noBallot } from '#shared/paxos/model/ballot.ts';
import { areWitnesses, type Configuration, maxVoters } from '#shared/paxos/model/configuration.ts';
import {
  bodyBytes,
  type Draft,
  digestBytes,
  type Entry,
  type Group,
  maxBatchBytes,
  maxBatchCommands,
  maxSealBytes,
  noop,
} from '#shared/paxos/model/entry.ts';
import { isReplicaId, type ReplicaId, type Slot } from '#shared/paxos/model/ids.ts';
import { unreachable } from '#shared/paxos/model/invariant.ts';
import { isRange } from '#shared/paxos/model/sequence.ts';
import { boundedList } from './codec/bounded-list.ts';
import { groupDigest } from './group-digest.ts';

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isPositive(value: unknown): boolean {
  return isCount(value) && value !== 0;
}

/** 0 to 2^53 - 1. */
export const countSchema = v.custom<number>(isCount, 'not a whole number from 0 up');

/** 1 to 2^53 - 1. */
export const positiveSchema = v.custom<number>(isPositive, 'not a whole number from 1 up');

/** A slot, or 0 for the position before the first. */
export const slotSchema = v.custom<Slot>(isCount, 'not a slot');

/** A slot from 1 up. */
export const realSlotSchema = v.custom<Slot>(isPositive, 'not a slot from 1 up');

export const replicaIdSchema = v.custom<ReplicaId>(
  (value) => typeof value === 'string' && isReplicaId(value),
  'not a replica id',
);

/** A ballot other than {@link noBallot}. */
export const ballotSchema = v.pipe(
  v.strictTuple([slotSchema, positiveSchema, replicaIdSchema]),
  v.transform(([epoch, round, replica]): Ballot => ({ epoch, round, replica })),
);

/** A ballot, or {@link noBallot} as null. */
export const ballotOrNoneSchema = v.pipe(
  v.nullable(ballotSchema),
  v.transform((ballot): Ballot => ballot ?? noBallot),
);

export type BallotTuple = readonly [epoch: Slot, round: number, replica: ReplicaId] | null;

export function ballotTuple(ballot: Ballot): BallotTuple {
  return ballot.round === 0 ? null : [ballot.epoch, ballot.round, ballot.replica];
}

/** What the seal of groups for a witness (`shared/replica/members/veil.ts`) adds to an entry, at most. */
const veilOverheadBytes = maxBatchCommands * 44;

/** Bytes of the bodies of one entry, at most. */
export const maxBodiesBytes = maxBatchBytes + veilOverheadBytes;

/**
 * Bodies of at most {@link maxBodiesBytes} together: one check for the whole array, because batches of small commands
 * are decoded most often.
 */
const bodiesSchema = v.custom<readonly Uint8Array[]>((value) => {
  if (!Array.isArray(value) || value.length === 0 || value.length > maxBatchCommands) return false;
  let bytes = 0;
  for (const body of value) {
    if (!(body instanceof Uint8Array)) return false;
    bytes += body.byteLength;
  }
  return bytes <= maxBodiesBytes;
}, `not 1 to ${maxBatchCommands} bodies of together at most ${maxBodiesBytes} bytes`);

/** Exactly {@link digestBytes} bytes. */
export const digestSchema = v.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.byteLength === digestBytes,
  'not a digest',
);

const sealSchema = v.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.byteLength > 0 && value.byteLength <= maxSealBytes,
  'not a seal',
);

/** The form of a group; `shared/replica/seals/seal-gate.ts` verifies its seal. */
export const groupSchema = v.pipe(
  v.strictTuple([replicaIdSchema, positiveSchema, bodiesSchema, digestSchema, sealSchema]),
  v.check(
    ([, first, bodies]) => isRange(first, first + bodies.length - 1),
    'sequence numbers of no single incarnation',
  ),
  v.transform(([origin, first, bodies, previous, seal]): Group => {
    return groupOf({ origin, first, bodies }, previous, seal);
  }),
);

/**
 * Its digest is computed when it is first needed: a device opens its boards with megabytes of groups that a snapshot
 * covers, and may never send or compare them again.
 */
function groupOf(draft: Draft, previous: Uint8Array, seal: Uint8Array): Group {
  let digest: Uint8Array | undefined;
  return {
    ...draft,
    previous,
    seal,
    get digest() {
      digest ??= groupDigest(draft, previous);
      return digest;
    },
  };
}

/** Omits the digest: each reader computes it. */
export function groupTuple({ origin, first, bodies, previous, seal }: Group): readonly unknown[] {
  return [origin, first, bodies, previous, seal];
}

/** @param maxCommands the most commands; at least one is required. */
export function groupsSchema(maxCommands: number) {
  return v.pipe(
    boundedList(groupSchema, maxCommands, `more than ${maxCommands} commands`),
    v.check((groups) => {
      const count = groups.reduce((sum, { bodies }) => sum + bodies.length, 0);
      return count >= 1 && count <= maxCommands;
    }, `not 1 to ${maxCommands} commands`),
  );
}

const votersSchema = v.pipe(
  boundedList(replicaIdSchema, maxVoters, `more than ${maxVoters} voters`),
  v.minLength(1, 'no voters'),
  v.check(
    (voters) => voters.every((voter, position) => position === 0 || (voters[position - 1] ?? '') < voter),
    'voters are not distinct and sorted',
  ),
);

/** The first item of an entry's tuple. */
const entryTag = { noop: 0, commands: 1, configuration: 2 } as const;

const noopSchema = v.pipe(
  v.strictTuple([v.literal(entryTag.noop)]),
  v.transform((): Entry => noop),
);

const commandsEntrySchema = v.pipe(
  v.strictTuple([v.literal(entryTag.commands), groupsSchema(maxBatchCommands)]),
  v.check(
    ([, groups]) =>
      groups.length === 1 || groups.reduce((sum, group) => sum + bodyBytes(group), 0) <= maxBodiesBytes,
    `more than ${maxBodiesBytes} bytes of commands`,
  ),
  v.transform(([, groups]): Entry => ({ type: 'commands', groups })),
);

const configurationFields = [v.literal(entryTag.configuration), positiveSchema, votersSchema] as const;

/** The fourth field is present only after a recovery or with witnesses, the fifth only with witnesses. */
const configurationEntrySchema = v.pipe(
  v.union([
    v.strictTuple(configurationFields),
    v.strictTuple([...configurationFields, slotSchema]),
    v.strictTuple([...configurationFields, v.nullable(slotSchema), votersSchema]),
  ]),
  v.check(
    ([, , voters, , witnesses]) => witnesses === undefined || areWitnesses(witnesses, voters),
    'witnesses that are no minority of the voters',
  ),
  v.transform(([, generation, voters, sharedThrough, witnesses]): Entry => {
    const some = witnesses === undefined ? {} : { witnesses };
    const shared = sharedThrough == null ? {} : { sharedThrough };
    const configuration: Configuration = { generation, voters, ...some, ...shared };
    return { type: 'configuration', configuration };
  }),
);

const unknownEntrySchema = v.custom<never>(() => false, 'not an entry');

export const entrySchema = v.lazy((input) => {
  switch (tagOf(input)) {
    case entryTag.commands:
      return commandsEntrySchema;
    case entryTag.configuration:
      return configurationEntrySchema;
    case entryTag.noop:
      return noopSchema;
    default:
      return unknownEntrySchema;
  }
});

/** The first item of a tuple, which determines the others. */
export function tagOf(input: unknown): unknown {
  return Array.isArray(input) ? input[0] : undefined;
}

export function entryTuple(entry: Entry): readonly unknown[] {
  switch (entry.type) {
    case 'noop':
      return [entryTag.noop];
    case 'commands':
      return [entryTag.commands, entry.groups.map(groupTuple)];
    case 'configuration':
      return configurationTuple(entry.configuration);
    default:
      return unreachable(entry);
  }
}

function configurationTuple(configuration: Configuration): readonly unknown[] {
  const { generation, voters, witnesses, sharedThrough } = configuration;
  const fields = [entryTag.configuration, generation, voters];
  if (witnesses !== undefined) return [...fields, sharedThrough ?? null, witnesses];
  return sharedThrough === undefined ? fields : [...fields, sharedThrough];
}

/** An entry with its slot and the ballot in which it was accepted; `noBallot` if it was only learned. */
export const acceptedEntrySchema = v.pipe(
  v.strictTuple([realSlotSchema, ballotOrNoneSchema, entrySchema]),
  v.transform(([slot, ballot, entry]): AcceptedEntry => ({ slot, ballot, entry })),
);

export function acceptedEntryTuple(accepted: AcceptedEntry): readonly unknown[] {
  return [accepted.slot, ballotTuple(accepted.ballot), entryTuple(accepted.entry)];
}
