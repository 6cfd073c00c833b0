/** The own commands that one run of a device has seen applied. */

import { commandsOf } from '#shared/paxos/model/entry.ts';
import type { ReplicaId, Slot } from '#shared/paxos/model/ids.ts';
import type { Disk } from './storage/disk.ts';

export class AppliedCommands {
  /** By sequence. */
  readonly #slots = new Map<number, Slot>();
  /** The snapshots that it restored, with the sequence of its own last command in each. */
  readonly #snapshots: { readonly last: number; readonly through: Slot }[] = [];

  applied(sequence: number, slot: Slot): void {
    this.#slots.set(sequence, slot);
  }

  restored(last: number, through: Slot): void {
    this.#snapshots.push({ last, through });
  }

  /** Whether it has seen the command of `id` applied, and its disk holds the slot as decided. */
  isOver(sequence: number, id: ReplicaId, disk: Disk): boolean {
    const isInSnapshot = this.#snapshots.some(
      ({ last, through }) => sequence <= last && disk.snapshotThrough >= through,
    );
    if (isInSnapshot) return true;
    const slot = this.#slots.get(sequence);
    if (slot === undefined) return false;
    const entry = disk.get(slot)?.entry;
    const isInLog =
      entry?.type === 'commands' &&
      commandsOf(entry.groups).some((command) => command.origin === id && command.sequence === sequence);
    // A log entry counts as decided after a crash only up to there.
    return (isInLog && disk.decidedThrough >= slot) || disk.snapshotThrough >= slot;
  }
}
