/**
 * Snapshots: one image of bytes with its digest, in place of the log through a slot.
 *
 * The state machine's state is opaque to the engine. The image also holds the engine's own state, which is the
 * configuration in force and the sessions: without the sessions a command could be applied twice.
 * Source: Chandra, Griesemer & Redstone, "Paxos Made Live" (2007), section 5.5.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { Packr } from 'msgpackr';
import * as v from 'valibot';
import { boundedList } from '#shared/wire/codec/bounded-list.ts';
import { type ScanBounds, scan } from '#shared/wire/codec/scan.ts';
import { maxSessions, type SessionEntry } from '../log/sessions.ts';
import { areWitnesses, type Configuration, configuration, maxVoters } from '../model/configuration.ts';
import { digestBytes } from '../model/entry.ts';
import { isReplicaId, type Slot, slot } from '../model/ids.ts';
import { invariant } from '../model/invariant.ts';

export interface Snapshot {
  /** The last slot covered. */
  readonly through: Slot;
  /** In force for the slot after `through`. */
  readonly configuration: Configuration;
  /** The slot that chose the configuration. */
  readonly epoch: Slot;
  /** The last applied command per origin, sorted by origin. */
  readonly sessions: readonly SessionEntry[];
  /** The serialised state of the state machine after `through`. */
  readonly state: Uint8Array;
}

export interface SnapshotImage {
  readonly through: Slot;
  /** At most {@link maxSnapshotBytes}. */
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes`, 64 hex digits. */
  readonly digest: string;
}

/** Bytes of a snapshot's image, at most. */
export const maxSnapshotBytes = 256 * 1024 * 1024;

/** 1, without digests in the sessions, was never released. */
const formatVersion = 2;

const packr = new Packr({ useRecords: false, variableMapSize: true });

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const origin = v.pipe(v.string(), v.check(isReplicaId));
const digest = v.pipe(
  v.instance(Uint8Array),
  v.check((bytes) => bytes.byteLength === digestBytes),
);
const imageFields = [
  v.literal(formatVersion),
  count,
  count,
  v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  v.pipe(boundedList(origin, maxVoters), v.minLength(1)),
  boundedList(v.strictTuple([origin, count, digest]), maxSessions),
  v.instance(Uint8Array),
] as const;

/** The eighth field is present only after a recovery or with witnesses, the ninth only with witnesses. */
const imageSchema = v.union([
  v.strictTuple(imageFields),
  v.strictTuple([...imageFields, count]),
  v.strictTuple([...imageFields, v.nullable(count), v.pipe(boundedList(origin, maxVoters), v.minLength(1))]),
]);

/** A session is a tuple of three values; the image holds little else. */
const imageBounds: ScanBounds = { maxDepth: 3, maxValues: 4 * maxSessions + 2 * maxVoters + 16 };

export function encodeSnapshot(snapshot: Snapshot): SnapshotImage {
  const { through, epoch, configuration, sessions, state } = snapshot;
  const { generation, voters, sharedThrough, witnesses } = configuration;
  const fields: unknown[] = [formatVersion, through, epoch, generation, voters, sessions, state];
  if (witnesses !== undefined) fields.push(sharedThrough ?? null, witnesses);
  else if (sharedThrough !== undefined) fields.push(sharedThrough);
  const bytes = Uint8Array.from(packr.pack(fields));
  invariant(sessions.length <= maxSessions, `a snapshot has at most ${maxSessions} sessions`);
  invariant(bytes.byteLength <= maxSnapshotBytes, `a snapshot has at most ${maxSnapshotBytes} bytes`);
  return { through, bytes, digest: snapshotDigest(bytes) };
}

/** @returns undefined if the image is damaged: the digest does not match, or the bytes are not a snapshot. */
export function decodeSnapshot(image: SnapshotImage): Snapshot | undefined {
  // The cheapest check first: an image with more values than a snapshot can hold is not even hashed.
  if (scan(image.bytes, 0, imageBounds) !== undefined || snapshotDigest(image.bytes) !== image.digest)
    return undefined;
  const parsed = v.safeParse(imageSchema, unpack(image.bytes), { abortEarly: true });
  if (!parsed.success) return undefined;
  const [, through, epoch, generation, voters, sessions, state, shared, some = []] = parsed.output;
  const witnesses = some.filter(isReplicaId);
  if (through !== image.through || epoch > through || new Set(voters).size !== voters.length)
    return undefined;
  if (!areWitnesses(witnesses, voters.filter(isReplicaId))) return undefined;
  return {
    through: image.through,
    epoch: slot(epoch),
    configuration: configuration(
      generation,
      voters.filter(isReplicaId),
      shared == null ? undefined : slot(shared),
      witnesses,
    ),
    // Copies, because a view would keep the whole image in memory.
    sessions: sessions.flatMap(([name, last, digest]) =>
      isReplicaId(name) ? [[name, last, Uint8Array.from(digest)] as const] : [],
    ),
    state: Uint8Array.from(state),
  };
}

export function snapshotDigest(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

function unpack(bytes: Uint8Array): unknown {
  try {
    // A view, because the unpacker attaches a property to its input.
    return packr.unpack(bytes.subarray());
  } catch {
    return undefined;
  }
}
