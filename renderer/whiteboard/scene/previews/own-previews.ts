/** Sends the others a preview of this person's gesture, before it is a change. */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { LiveBoard } from '#app/session/live/live.ts';
import { type Look, visibleProperties } from '#app/session/live/look.ts';
import { updateMilliseconds } from '#app/session/live/outgoing.ts';
import type { Json } from '#shared/board/commands.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { isSameJson } from '#shared/board/values/json.ts';
import { maxPreviews } from '#shared/wire/presence.ts';
import { isShared, toAgreed } from '../adapter.ts';

export interface UnderWay {
  readonly element: ExcalidrawElement;
  /** The agreed element; absent for a new one. */
  readonly before: BoardElement | undefined;
}

interface Clock {
  now(): number;
  after(milliseconds: number, run: () => void): () => void;
}

export class OwnPreviews {
  readonly #live: Pick<LiveBoard, 'draw' | 'end'>;
  readonly #clock: Clock;
  /** For each element with a preview, the sent properties. */
  readonly #shown = new Map<string, Set<string>>();
  #lookedAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;

  constructor(live: Pick<LiveBoard, 'draw' | 'end'>, clock: Clock) {
    this.#live = live;
    this.#clock = clock;
  }

  /**
   * A change within a gesture.
   *
   * @param underWay is called once for each sent preview, not for each movement of the pointer.
   */
  changed(underWay: () => Iterable<UnderWay>): void {
    if (this.#cancel !== undefined) return;
    const wait = this.#lookedAt + updateMilliseconds - this.#clock.now();
    if (wait <= 0) return this.#look(underWay());
    this.#cancel = this.#clock.after(wait, () => {
      this.#cancel = undefined;
      this.#look(underWay());
    });
  }

  /** A part of the gesture is about to be submitted. The previews show it, too: the receiver shows them instead of the board. */
  submitting(underWay: Iterable<UnderWay>): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#look(underWay);
  }

  /** The gesture is over. @param changed the elements whose changes were submitted. */
  end(changed: ReadonlySet<string>): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#shown.size === 0) return;
    const ids = [...this.#shown.keys()];
    this.#shown.clear();
    this.#live.end(ids, (id) => changed.has(id));
  }

  #look(underWay: Iterable<UnderWay>): void {
    this.#lookedAt = this.#clock.now();
    const looks: [string, Look][] = [];
    for (const { element, before } of underWay) {
      if (looks.length === maxPreviews) break;
      if (element.isDeleted || !isShared(element)) continue;
      const look = this.#lookOf(toAgreed(element, before), before);
      if (look !== undefined) looks.push([element.id, look]);
    }
    if (looks.length > 0) this.#live.draw(looks);
  }

  /**
   * The visible properties that differ from the agreed ones. A property that differed once is included until the gesture ends:
   * it may equal the agreed value again while the others still have an earlier one.
   */
  #lookOf(now: BoardElement, before: BoardElement | undefined): Look | undefined {
    const names = this.#shown.get(now.id) ?? new Set();
    const look: { [property: string]: Json } = {};
    for (const [name, value] of Object.entries(now)) {
      if (value === undefined || !visibleProperties.has(name)) continue;
      if (!names.has(name) && before !== undefined && isSameJson(value, before[name])) continue;
      names.add(name);
      look[name] = value;
    }
    // The receiver recognises a stroke by its type.
    if (look.points !== undefined && now.type !== undefined) look.type = now.type;
    if (names.size === 0) return undefined;
    this.#shown.set(now.id, names);
    return look;
  }
}
