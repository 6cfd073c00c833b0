/**
 * The base of a witness's log: a slot, and the voters in force after it, in place of everything through that slot. It
 * takes the place of a snapshot in storage and in messages, and holds no state of the board.
 */

import { Packr } from 'msgpackr';
import * as v from 'valibot';
import { boundedList } from '#shared/wire/codec/bounded-list.ts';
import { type ScanBounds, scan } from '#shared/wire/codec/scan.ts';
import { type SnapshotImage, snapshotDigest } from '../catch-up/snapshot.ts';
import { areWitnesses, configuration, maxVoters } from '../model/configuration.ts';
import { isReplicaId, maxReplicaIdLength, type Slot, slot } from '../model/ids.ts';
import type { InForce } from '../model/in-force.ts';

export interface Base extends InForce {
  readonly through: Slot;
}

/** Bytes of a base's image, at most. */
export const maxBaseBytes = 256 + 2 * maxVoters * (maxReplicaIdLength + 2);

const tag = 'witness';

const packr = new Packr({ useRecords: false, variableMapSize: true });

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const replicas = boundedList(v.pipe(v.string(), v.check(isReplicaId)), maxVoters);
const baseSchema = v.strictTuple([
  v.literal(tag),
  count,
  count,
  v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  v.pipe(replicas, v.minLength(1)),
  replicas,
  v.nullable(count),
]);

const bounds: ScanBounds = { maxDepth: 2, maxValues: 2 * maxVoters + 16 };

export function encodeBase({ through, epoch, configuration: inForce }: Base): SnapshotImage {
  const { generation, voters, witnesses = [], sharedThrough = null } = inForce;
  const fields = [tag, through, epoch, generation, voters, witnesses, sharedThrough];
  const bytes = Uint8Array.from(packr.pack(fields));
  return { through, bytes, digest: snapshotDigest(bytes) };
}

/** @returns undefined if the image is damaged, or is the snapshot of a board. */
export function decodeBase(image: SnapshotImage): Base | undefined {
  const { bytes } = image;
  if (bytes.byteLength > maxBaseBytes || scan(bytes, 0, bounds) !== undefined) return undefined;
  if (snapshotDigest(bytes) !== image.digest) return undefined;
  const parsed = v.safeParse(baseSchema, unpack(bytes), { abortEarly: true });
  if (!parsed.success) return undefined;
  const [, through, epoch, generation, names, some, shared] = parsed.output;
  const [voters, witnesses] = [names.filter(isReplicaId), some.filter(isReplicaId)];
  if (through !== image.through || epoch > through || !areWitnesses(witnesses, [...new Set(voters)]))
    return undefined;
  const sharedThrough = shared === null ? undefined : slot(shared);
  return {
    through: image.through,
    epoch: slot(epoch),
    configuration: configuration(generation, voters, sharedThrough, witnesses),
  };
}

function unpack(bytes: Uint8Array): unknown {
  try {
    // A view, because the unpacker attaches a property to its input.
    return packr.unpack(bytes.subarray());
  } catch {
    return undefined;
  }
}
