/**
 * The positions and unfinished gestures of the others, from their messages. Bounded for each of them; without messages they
 * expire.
 */

import type { Clock } from '#app/clock/clock.ts';
import type { ElementPatch, Json } from '#shared/board/commands.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { maxPreviews, type Presence, type PreviewMessage } from '#shared/wire/presence.ts';
import { type Look, lookOf } from './look.ts';
import { Path } from './path.ts';
import { nowhere, type Whereabouts, withNews } from './whereabouts.ts';

/** A person stays visible this long after link-down: another link may come up meanwhile. */
export const lingerMilliseconds = 5000;

/** A preview expires after this long without a message about it. */
export const silentPreviewMilliseconds = 4000;

/** A finished preview waits this long for its change, at most. */
export const keptPreviewMilliseconds = 3000;

/** It waits only this long if a change of its author settled after the last message about it: that change may be the last one. */
export const outdatedPreviewMilliseconds = 500;

/** Between two checks for expired entries. */
const sweepMilliseconds = 500;

interface Preview {
  look: { [property: string]: Json };
  readonly path: Path;
  heardAt: number;
  hasEnded: boolean;
  /** Whether another gesture followed one that has ended, whose change has not settled. */
  isOwed: boolean;
  /** When a change settled that its author may have made within the gesture. */
  changedAt: number;
  /** The change of the whole gesture has settled, and its end is not reported yet: nothing is shown until then. */
  isOver: boolean;
}

interface Person {
  where: Whereabouts;
  /** When its link went down; absent while it is up. */
  downSince: number | undefined;
  readonly previews: Map<string, Preview>;
}

export interface OthersListener {
  /** Somebody is elsewhere, came or went. */
  moved(): void;
  /** These look different under way, or are no longer. */
  previewed(ids: ReadonlySet<string>): void;
}

/** Elements under way at others. */
export interface Previews {
  /** The look of an element at the person who edits it: these properties replace the agreed ones. */
  look(id: string): Look | undefined;
  ids(): Iterable<string>;
  /** Something new is agreed on about this element: a preview that only waited for that is over. */
  settled(id: string): void;
}

export class Others implements Previews {
  readonly #clock: Clock;
  readonly #listener: OthersListener;
  readonly #people = new Map<ReplicaId, Person>();
  #cancelSweep: (() => void) | undefined;

  constructor(clock: Clock, listener: OthersListener) {
    this.#clock = clock;
    this.#listener = listener;
  }

  /** By device; devices without a message so far are absent. A new object for each call. */
  whereabouts(): ReadonlyMap<ReplicaId, Whereabouts> {
    return new Map([...this.#people].map(([id, { where }]) => [id, where]));
  }

  /** A message of a linked device. The caller removes the drawing of a device that may not draw. */
  receive(from: ReplicaId, message: Presence): void {
    const known = this.#people.get(from);
    const person = known ?? { where: nowhere, downSince: undefined, previews: new Map() };
    if (known === undefined) this.#people.set(from, person);
    const before = person.where;
    person.where = withNews(before, message);
    if (known === undefined || person.where !== before) this.#listener.moved();
    const changed = new Set<string>();
    for (const { id, kept } of message.ended ?? []) {
      const preview = person.previews.get(id);
      if (preview === undefined) continue;
      if (kept && !preview.isOver) {
        preview.hasEnded = true;
        preview.changedAt =
          preview.changedAt >= preview.heardAt ? preview.changedAt : Number.NEGATIVE_INFINITY;
        preview.heardAt = this.#clock.now();
      } else {
        person.previews.delete(id);
        changed.add(id);
      }
    }
    for (const preview of message.previews ?? []) if (this.#preview(person, preview)) changed.add(preview.id);
    this.#notify(changed);
    this.#sweepLater();
  }

  linkUp(peer: ReplicaId): void {
    const person = this.#people.get(peer);
    if (person !== undefined) person.downSince = undefined;
  }

  linkDown(peer: ReplicaId): void {
    const person = this.#people.get(peer);
    if (person === undefined) return;
    person.downSince = this.#clock.now();
    this.#sweepLater();
  }

  /** At once: they were removed from the board. */
  forget(peers: Iterable<ReplicaId>): void {
    for (const peer of peers) this.#forget(peer);
  }

  stop(): void {
    this.#cancelSweep?.();
    this.#people.clear();
  }

  // Previews. If two people work on one element, the latest message is shown.

  look(id: string): Look | undefined {
    let latest: Preview | undefined;
    for (const { previews } of this.#people.values()) {
      const preview = previews.get(id);
      if (preview === undefined || preview.isOver) continue;
      if (preview.heardAt >= (latest?.heardAt ?? 0)) latest = preview;
    }
    if (latest === undefined) return undefined;
    const { points, pressures } = latest.path;
    return points.length === 0 ? latest.look : { ...latest.look, points, pressures };
  }

  ids(): Iterable<string> {
    return new Set([...this.#people.values()].flatMap(({ previews }) => [...previews.keys()]));
  }

  settled(id: string): void {
    for (const { previews } of this.#people.values()) if (previews.get(id)?.hasEnded) previews.delete(id);
  }

  /** Whether this device has unfinished gestures. */
  isDrawing(author: ReplicaId): boolean {
    return (this.#people.get(author)?.previews.size ?? 0) > 0;
  }

  /**
   * Changes of this device have settled. If the message about the end of the gesture is late, its preview would cover them. A
   * drawing or a text is one change, so its preview is over; a move has several, and any of them may be the last one.
   */
  changed(author: ReplicaId, patches: readonly ElementPatch[]): void {
    const over = new Set<string>();
    for (const patch of patches) {
      const preview = this.#people.get(author)?.previews.get(patch.id);
      if (preview === undefined || preview.hasEnded) continue;
      if (preview.isOwed) preview.isOwed = false;
      else if (isWhole(patch, preview.look)) {
        preview.isOver = true;
        over.add(patch.id);
      } else preview.changedAt = this.#clock.now();
    }
    this.#notify(over);
  }

  /** @returns whether it looks different now. */
  #preview(person: Person, { id, set, path }: PreviewMessage): boolean {
    let preview = person.previews.get(id);
    const isNew = preview === undefined;
    if (preview === undefined) {
      if (person.previews.size >= maxPreviews) return false;
      preview = {
        look: {},
        path: new Path(),
        heardAt: 0,
        hasEnded: false,
        isOwed: false,
        changedAt: Number.NEGATIVE_INFINITY,
        isOver: false,
      };
      person.previews.set(id, preview);
    }
    preview.heardAt = this.#clock.now();
    preview.isOwed ||= preview.hasEnded;
    preview.hasEnded = false;
    const look = lookOf(set);
    const isLonger = path !== undefined && path.steps.length > 0 && preview.path.add(path);
    preview.look = { ...preview.look, ...look };
    return isNew || isLonger || Object.keys(look).length > 0;
  }

  #forget(peer: ReplicaId): void {
    const person = this.#people.get(peer);
    if (person === undefined) return;
    this.#people.delete(peer);
    this.#listener.moved();
    this.#notify(new Set(person.previews.keys()));
  }

  #notify(changed: ReadonlySet<string>): void {
    if (changed.size > 0) this.#listener.previewed(changed);
  }

  #sweepLater(): void {
    if (this.#cancelSweep !== undefined || !this.#canExpire()) return;
    this.#cancelSweep = this.#clock.after(sweepMilliseconds, () => {
      this.#cancelSweep = undefined;
      this.#sweep();
      this.#sweepLater();
    });
  }

  #canExpire(): boolean {
    for (const { downSince, previews } of this.#people.values()) {
      if (downSince !== undefined || previews.size > 0) return true;
    }
    return false;
  }

  #sweep(): void {
    const now = this.#clock.now();
    const gone = new Set<string>();
    for (const [id, { downSince, previews }] of [...this.#people]) {
      for (const [element, preview] of [...previews]) {
        if (now - preview.heardAt < patienceWith(preview)) continue;
        previews.delete(element);
        gone.add(element);
      }
      if (downSince !== undefined && now - downSince >= lingerMilliseconds) this.#forget(id);
    }
    this.#notify(gone);
  }
}

/** Whether the change is that of the whole gesture: elements are created, and texts written, at its end. */
function isWhole({ create, set }: ElementPatch, look: Look): boolean {
  return create === true || (look.text !== undefined && set.originalText !== undefined);
}

/** Milliseconds without a message about it. */
function patienceWith({ hasEnded, changedAt }: Preview): number {
  if (!hasEnded) return silentPreviewMilliseconds;
  return changedAt === Number.NEGATIVE_INFINITY ? keptPreviewMilliseconds : outdatedPreviewMilliseconds;
}
