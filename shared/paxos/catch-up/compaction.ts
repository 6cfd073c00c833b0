/** Replaces the log by snapshots: local ones, and received ones when this replica is far behind. */

import type { Context } from '../core/context.ts';
import type { DecidedLog } from '../log/decided-log.ts';
import type { Log } from '../log/log.ts';
import { noSlot, type ReplicaId } from '../model/ids.ts';
import { invariant } from '../model/invariant.ts';
import { quietShare } from '../model/limits.ts';
import type { CatchUp } from './catch-up.ts';
import { decodeSnapshot, type Snapshot, type SnapshotBase, type SnapshotImage } from './snapshot.ts';

/** Places over which the snapshots of a board's members are spread, by their ids. */
const places = 16;

/** The part of an interval by which the last place is earlier. */
const spread = 1 / 4;

/**
 * The part of an interval after which `id` takes its snapshots: otherwise all members would pause for one at the same
 * time, and nobody would decide meanwhile.
 */
export function shareOfInterval(id: ReplicaId): number {
  let sum = 0;
  for (let at = 0; at < id.length; at += 1) sum += id.charCodeAt(at);
  return 1 - (spread * (sum % places)) / places;
}

export class Compaction {
  readonly #context: Context;
  readonly #log: Log;
  readonly #decided: DecidedLog;
  readonly #catchUp: CatchUp;
  readonly #share: number;
  /** The last decided slot, and the tick in which it was first seen. */
  #last = { through: noSlot, tick: 0 };

  constructor(context: Context, parts: { log: Log; decided: DecidedLog; catchUp: CatchUp }) {
    this.#context = context;
    this.#log = parts.log;
    this.#decided = parts.decided;
    this.#catchUp = parts.catchUp;
    this.#share = shareOfInterval(context.id);
  }

  /**
   * The base of a snapshot through the last decided slot, if the log has grown enough since the last one. The next one
   * is due after as long again. To be called in each tick.
   */
  due(): SnapshotBase | undefined {
    const { decidedThrough, tick } = this.#context;
    if (decidedThrough !== this.#last.through) this.#last = { through: decidedThrough, tick };
    return this.#isDue() || this.#isDueInQuiet() ? this.#decided.snapshotBase() : undefined;
  }

  /** A board that is left soon is opened again from its snapshot: the replay of a log takes several times as long. */
  #isDueInQuiet(): boolean {
    const { limits, tick } = this.#context;
    if (tick - this.#last.tick < limits.quietTicks) return false;
    const bytes = this.#catchUp.snapshot?.bytes.byteLength ?? 0;
    return this.#decided.bytesSinceSnapshot >= Math.max(limits.quietSnapshotBytes, quietShare * bytes);
  }

  #isDue(): boolean {
    const { limits } = this.#context;
    const { slotsSinceSnapshot, bytesSinceSnapshot, commandsSinceSnapshot } = this.#decided;
    return (
      slotsSinceSnapshot >= this.#share * limits.snapshotSlots ||
      bytesSinceSnapshot >= this.#share * limits.snapshotBytes ||
      commandsSinceSnapshot >= this.#share * limits.snapshotCommands
    );
  }

  /**
   * Replaces the log through the slot of `base` by `image`, keeping a tail. Slots decided since then stay, too. A
   * snapshot that is older than the present one is ignored.
   */
  compact(base: SnapshotBase, image: SnapshotImage): void {
    const { limits, decidedThrough } = this.#context;
    const { through } = base;
    invariant(through <= decidedThrough, `a snapshot through slot ${through}, which is not decided`);
    if (through <= (this.#catchUp.snapshot?.through ?? noSlot)) return;
    const tail = this.#log.tailBefore(through, limits.retainedSlots, limits.retainedBytes);
    this.#log.compact(tail);
    this.#catchUp.keep(image, base);
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
