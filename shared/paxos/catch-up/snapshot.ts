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

/** The engine's part of a snapshot. */
export interface SnapshotBase {
  /** The last slot covered. */
  readonly through: Slot;
  /** In force for the slot after `through`. */
  readonly configuration: Configuration;
  /** The slot that chose the configuration. */
  readonly epoch: Slot;
  /** The last applied command per origin, sorted by origin. */
  readonly sessions: readonly SessionEntry[];
}

export interface Snapshot extends SnapshotBase {
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

/**
 * Images of which the digest was computed here from their very bytes, which are never changed: a large board is hashed
 * once.
 */
const intact = new WeakSet<SnapshotImage>();

/** Bytes of a snapshot's image, at most. */
export const maxSnapshotBytes = 256 * 1024 * 1024;

/** Bytes that one step copies and hashes. */
const hashedBytes = 64 * 1024;

const emptyHeaderBytes = 2;

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

export function encodeSnapshot({ state, ...base }: Snapshot): SnapshotImage {
  const steps = encodeInSteps(base, [state]);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/**
 * As {@link encodeSnapshot}, in steps of a few milliseconds: between two of them a device does its other work.
 *
 * @param state the pieces of the state after `base.through`, in order.
 */
export function* encodeInSteps(
  base: SnapshotBase,
  state: Iterable<Uint8Array>,
): Generator<void, SnapshotImage> {
  const { through, sessions } = base;
  invariant(sessions.length <= maxSessions, `a snapshot has at most ${maxSessions} sessions`);
  const pieces: Uint8Array[] = [];
  let stateBytes = 0;
  for (const piece of state) {
    pieces.push(piece);
    stateBytes += piece.byteLength;
    yield;
  }
  const [head, tail] = surroundings(base, stateBytes);
  const parts = [head, ...pieces, tail];
  const totalBytes = head.byteLength + stateBytes + tail.byteLength;
  invariant(totalBytes <= maxSnapshotBytes, `a snapshot has at most ${maxSnapshotBytes} bytes`);
  const bytes = new Uint8Array(totalBytes);
  const hash = sha256.create();
  let at = 0;
  for (const part of parts) {
    for (let start = 0; start < part.byteLength; start += hashedBytes) {
      const some = part.subarray(start, start + hashedBytes);
      bytes.set(some, at);
      hash.update(some);
      at += some.byteLength;
      yield;
    }
  }
  return intactImage({ through, bytes, digest: bytesToHex(hash.digest()) });
}

/** @param image of which the caller has computed the digest from its bytes. */
export function intactImage(image: SnapshotImage): SnapshotImage {
  intact.add(image);
  return image;
}

function isIntact(image: SnapshotImage): boolean {
  if (!intact.has(image) && snapshotDigest(image.bytes) === image.digest) intact.add(image);
  return intact.has(image);
}

/**
 * The bytes of an image before and after those of the state: the fields of a list, of which the state is the seventh.
 */
function surroundings(base: SnapshotBase, stateBytes: number): readonly [Uint8Array, Uint8Array] {
  const { through, epoch, configuration, sessions } = base;
  const { generation, voters, sharedThrough, witnesses } = configuration;
  const after: unknown[] = [];
  if (witnesses !== undefined) after.push(sharedThrough ?? null, witnesses);
  else if (sharedThrough !== undefined) after.push(sharedThrough);
  // An empty state is its header of two bytes; another length replaces that.
  const fields = [formatVersion, through, epoch, generation, voters, sessions, new Uint8Array(), ...after];
  const packed = Uint8Array.from(packr.pack(fields));
  const tailBytes = after.reduce<number>((sum, field) => sum + packr.pack(field).byteLength, 0);
  const end = packed.byteLength - tailBytes;
  const length = stateHeader(stateBytes);
  const head = new Uint8Array(end - emptyHeaderBytes + length.byteLength);
  head.set(packed.subarray(0, end - emptyHeaderBytes));
  head.set(length, end - emptyHeaderBytes);
  return [head, packed.subarray(end)];
}

/** The header of bytes in MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md#bin-format-family). */
function stateHeader(length: number): Uint8Array {
  if (length < 0x100) return Uint8Array.of(0xc4, length);
  if (length < 0x1_0000) return Uint8Array.of(0xc5, length >> 8, length & 0xff);
  return Uint8Array.of(0xc6, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff);
}

/** @returns undefined if the image is damaged: the digest does not match, or the bytes are not a snapshot. */
export function decodeSnapshot(image: SnapshotImage): Snapshot | undefined {
  // The cheapest check first: an image with more values than a snapshot can hold is not even hashed.
  if (scan(image.bytes, 0, imageBounds) !== undefined || !isIntact(image)) return undefined;
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
    // The image is kept for peers in any case.
    state,
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
