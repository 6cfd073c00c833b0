/** The content of a log slot. */

import { type Configuration, isSameConfiguration } from './configuration.ts';
import type { ReplicaId } from './ids.ts';

/** A member's request to the state machine. `(origin, sequence)` is unique for the board's lifetime. */
export interface Command {
  readonly origin: ReplicaId;
  /** Increases per origin, without holes in each incarnation (`sequence.ts`). */
  readonly sequence: number;
  /** Opaque to the engine; at most {@link maxCommandBytes}. Immutable once submitted. */
  readonly body: Uint8Array;
}

/** Consecutive commands of one origin that it is about to sign. */
export interface Draft {
  readonly origin: ReplicaId;
  /** The sequence of the first command; the others follow without holes, in the same incarnation. */
  readonly first: number;
  /** 1 to {@link maxBatchCommands}, together at most {@link maxBatchBytes}. Immutable once submitted. */
  readonly bodies: readonly Uint8Array[];
}

/**
 * Consecutive commands that their origin signed as one. A group is sent, proposed, decided and applied as a whole or
 * not at all, so that its signature can be verified wherever it is stored.
 */
export interface Group extends Draft {
  /**
   * The digest of the origin's previous group, {@link digestBytes} bytes; {@link noDigest} in the first of an
   * incarnation.
   */
  readonly previous: Uint8Array;
  /** The origin's signature of `digest`. Opaque to the engine; 1 to {@link maxSealBytes} bytes. */
  readonly seal: Uint8Array;
  /**
   * The digest of all fields above except the seal, {@link digestBytes} bytes. Computed where the group is made or
   * decoded, never received (`shared/wire/group-digest.ts`).
   */
  readonly digest: Uint8Array;
}

export const digestBytes = 32;

/** Stands in for the digest before the first group of an incarnation. */
export const noDigest: Uint8Array = new Uint8Array(digestBytes);

export const maxSealBytes = 256;

/** The sequence of the last command of `draft`. */
export function lastOf({ first, bodies }: Draft): number {
  return first + bodies.length - 1;
}

export function commandsOf(groups: readonly Draft[]): readonly Command[] {
  const commands: Command[] = [];
  for (const group of groups) addCommandsOf(group, commands);
  return commands;
}

/** Appends the commands of `draft` to `commands`. */
export function addCommandsOf({ origin, first, bodies }: Draft, commands: Command[]): void {
  let sequence = first;
  for (const body of bodies) {
    commands.push({ origin, sequence, body });
    sequence += 1;
  }
}

/** Bytes of the bodies of `draft`. */
export function bodyBytes({ bodies }: Draft): number {
  let bytes = 0;
  for (const body of bodies) bytes += body.byteLength;
  return bytes;
}

export function isSameDigest(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true;
  if (a.byteLength !== b.byteLength) return false;
  for (let at = 0; at < a.byteLength; at += 1) if (a[at] !== b[at]) return false;
  return true;
}

export type Entry =
  | { readonly type: 'commands'; readonly groups: readonly Group[] }
  /** In force for every slot after the one that chose it. */
  | { readonly type: 'configuration'; readonly configuration: Configuration }
  /** Fills a slot for which a new leader found no proposal. */
  | { readonly type: 'noop' };

export const noop: Entry = Object.freeze({ type: 'noop' });

/** Bytes in one command's body, at most. */
export const maxCommandBytes = 256 * 1024;

/** Commands in one entry, at most. */
export const maxBatchCommands = 256;

/** Bytes of command bodies in one entry, at most; a single command, and a single group, always fits. */
export const maxBatchBytes = maxCommandBytes;

/** Overhead counted per entry without commands, and per command beside its body, in bytes. */
const overheadBytes = 64;

/** Overhead counted per group beside its commands, in bytes. */
const groupOverheadBytes = 320;

/** An upper estimate of the encoded size of `entry`, used to bound messages and batches. */
export function entryBytes(entry: Entry): number {
  if (entry.type !== 'commands') return overheadBytes * 8;
  let bytes = overheadBytes;
  for (const group of entry.groups) bytes += groupBytes(group);
  return bytes;
}

/** As {@link entryBytes}, of one group. */
export function groupBytes(group: Group): number {
  return groupOverheadBytes + bodyBytes(group) + group.bodies.length * overheadBytes;
}

export function isSameEntry(a: Entry, b: Entry): boolean {
  if (a === b) return true;
  if (a.type === 'noop') return b.type === 'noop';
  if (a.type === 'configuration') {
    return b.type === 'configuration' && isSameConfiguration(a.configuration, b.configuration);
  }
  return (
    b.type === 'commands' &&
    a.groups.length === b.groups.length &&
    a.groups.every((group, position) => {
      const other = b.groups[position];
      return other !== undefined && isSameDigest(other.digest, group.digest);
    })
  );
}
