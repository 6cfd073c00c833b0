/** Replaces the log by snapshots: local ones, and received ones when this replica is far behind. */

import type { Context } from '../core/context.ts';
import type { DecidedLog } from '../log/decided-log.ts';
import type { Log } from '../log/log.ts';
import { noSlot, type Slot } from '../model/ids.ts';
import type { CatchUp } from './catch-up.ts';
import { decodeSnapshot, encodeSnapshot, type Snapshot, type SnapshotImage } from './snapshot.ts';

export class Compaction {
  readonly #context: Context;
  readonly #log: Log;
  readonly #decided: DecidedLog;
  readonly #catchUp: CatchUp;

  constructor(context: Context, parts: { log: Log; decided: DecidedLog; catchUp: CatchUp }) {
    this.#context = context;
    this.#log = parts.log;
    this.#decided = parts.decided;
    this.#catchUp = parts.catchUp;
  }

  /** Whether the log has grown enough since the last snapshot for another one. */
  get isDue(): boolean {
    const { limits, decidedThrough } = this.#context;
    const slots = decidedThrough - (this.#catchUp.snapshot?.through ?? noSlot);
    return slots >= limits.snapshotSlots || this.#decided.bytesSinceSnapshot >= limits.snapshotBytes;
  }

  /** Replaces the log through `through` by a snapshot, keeping a tail. A stale `through` is ignored. */
  compact(through: Slot, state: Uint8Array): void {
    const { limits, decidedThrough } = this.#context;
    const snapshot = through === decidedThrough ? this.#decided.snapshot(state) : undefined;
    if (snapshot === undefined) return;
    const image = encodeSnapshot(snapshot);
    const tail = this.#log.tailBefore(through, limits.retainedSlots, limits.retainedBytes);
    this.#log.compact(tail);
    this.#catchUp.keep(image, snapshot);
    this.#context.write({ records: [], snapshot: image, compactedThrough: tail });
  }

  /**
   * Installs a received snapshot in place of everything through its slot.
   *
   * @returns its content; undefined if it is damaged, or of a later generation than this replica's.
   */
  install(image: SnapshotImage, generation: number): Snapshot | undefined {
    const snapshot = decodeSnapshot(image);
    if (snapshot === undefined || snapshot.configuration.generation > generation) return undefined;
    this.#decided.restore(snapshot);
    this.#log.compact(snapshot.through);
    this.#catchUp.keep(image, snapshot);
    this.#catchUp.progressed();
    this.#context.write({ records: [], snapshot: image, compactedThrough: snapshot.through });
    return snapshot;
  }
}
