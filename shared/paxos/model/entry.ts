/** What a slot of the log holds. */

import type { Configuration } from './configuration.ts';
import type { ReplicaId } from './ids.ts';

/** Something that a member asks the board to do. `(origin, sequence)` names it for ever. */
export interface Command {
  readonly origin: ReplicaId;
  /** Each origin numbers its commands 1, 2, 3 … without holes. */
  readonly sequence: number;
  /** Opaque to the engine; at most {@link maxCommandBytes}. Never changed once handed over. */
  readonly body: Uint8Array;
}

export type Entry =
  | { readonly type: 'commands'; readonly commands: readonly Command[] }
  /** In force for every slot after the one that chose it. */
  | { readonly type: 'configuration'; readonly configuration: Configuration }
  /** Fills a slot for which a new leader found no proposal. */
  | { readonly type: 'noop' };

export const noop: Entry = Object.freeze({ type: 'noop' });

/** Bytes in one command's body, at most. */
export const maxCommandBytes = 256 * 1024;

/** Commands in one entry, at most. */
export const maxBatchCommands = 256;

/** Bytes of command bodies in one entry, at most; a single command always fits. */
export const maxBatchBytes = maxCommandBytes;

/** What an entry without commands, and each command beside its body, is counted as in byte bounds. */
const overheadBytes = 64;

/** The bytes that `entry` is counted as when a message or a batch is bounded: an estimate from above. */
export function entryBytes(entry: Entry): number {
  if (entry.type !== 'commands') return overheadBytes * 8;
  let bytes = overheadBytes;
  for (const command of entry.commands) bytes += commandBytes(command);
  return bytes;
}

/** As {@link entryBytes}, of one command. */
export function commandBytes(command: Command): number {
  return command.body.byteLength + overheadBytes;
}

export function isSameEntry(a: Entry, b: Entry): boolean {
  if (a === b) return true;
  if (a.type === 'noop') return b.type === 'noop';
  if (a.type === 'configuration') {
    return (
      b.type === 'configuration' &&
      a.configuration.generation === b.configuration.generation &&
      a.configuration.voters.join() === b.configuration.voters.join()
    );
  }
  return (
    b.type === 'commands' &&
    a.commands.length === b.commands.length &&
    a.commands.every((command, position) => {
      const other = b.commands[position];
      return other !== undefined && other.origin === command.origin && other.sequence === command.sequence;
    })
  );
}
