/**
 * Sends this person's position and unfinished gestures to each linked device.
 *
 * There is no queue: for each device the last sent state is stored, and a message contains the difference from now. So
 * the newest state wins, and a busy connection gets fewer messages and never old ones.
 */

import type { Clock } from '#app/clock/clock.ts';
import { isSameJson } from '#shared/board/values/json.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import {
  maxPathPoints,
  maxPreviews,
  maxStrokePoints,
  type Presence,
  type PreviewMessage,
} from '#shared/wire/presence.ts';
import type { Look } from './look.ts';
import { asPoints, type Point, pathMessage } from './path.ts';
import { newsOf, nowhere, type Whereabouts } from './whereabouts.ts';

/** Between two messages to one device, at least: 30 a second. */
export const updateMilliseconds = 34;

/** To one device, for each second; a large message is followed by a longer pause. */
export const outgoingBytesPerSecond = 128 * 1024;

/** After this long the next message contains everything, in case a message was lost. */
export const wholeMilliseconds = 5000;

/** An unfinished gesture is repeated at least this often; otherwise it expires at the receiver. */
export const keepAliveMilliseconds = 1000;

/** Characters of the properties in one message as JSON, at most; in UTF-8 three times as many bytes at most. */
export const maxSetLength = 5000;

export interface OutgoingOptions {
  readonly clock: Clock;
  /** @returns the bytes that were sent. */
  readonly send: (to: ReplicaId, message: Presence) => number;
  /** Whether a message to this device would leave at once. */
  readonly isClear: (to: ReplicaId) => boolean;
}

interface SentPreview {
  readonly set: Look;
  /** Points of its path that were sent. */
  readonly points: number;
  readonly lastPoint: Point | undefined;
  readonly at: number;
}

class Recipient {
  where: Whereabouts | undefined;
  wholeAt = Number.NEGATIVE_INFINITY;
  readyAt = Number.NEGATIVE_INFINITY;
  readonly previews = new Map<string, SentPreview>();
  readonly ended = new Map<string, boolean>();
}

export class Outgoing {
  readonly #options: OutgoingOptions;
  readonly #recipients = new Map<ReplicaId, Recipient>();
  readonly #underWay = new Map<string, Look>();
  #where: Whereabouts = nowhere;
  #cancel: (() => void) | undefined;
  /** When it is next due; infinity without `#cancel`. */
  #pumpsAt = Number.POSITIVE_INFINITY;
  #isStopped = false;

  constructor(options: OutgoingOptions) {
    this.#options = options;
  }

  linkUp(peer: ReplicaId): void {
    this.#recipients.set(peer, new Recipient());
    this.#pump();
  }

  linkDown(peer: ReplicaId): void {
    this.#recipients.delete(peer);
  }

  show(change: Partial<Whereabouts>): void {
    this.#where = { ...this.#where, ...change };
    this.#pumpSoon();
  }

  /** Elements that look as given until they are changes; the first {@link maxPreviews} are shown to others. */
  draw(looks: Iterable<readonly [id: string, look: Look]>): void {
    for (const [id, look] of looks) {
      if (this.#underWay.has(id) || this.#underWay.size < maxPreviews) this.#underWay.set(id, look);
    }
    this.#pumpSoon();
  }

  /** They are no longer under way. @param kept whether they became changes. */
  end(ids: Iterable<string>, kept: (id: string) => boolean): void {
    for (const id of ids) {
      this.#underWay.delete(id);
      for (const recipient of this.#recipients.values()) {
        if (recipient.previews.delete(id)) recipient.ended.set(id, kept(id));
      }
    }
    this.#pumpSoon();
  }

  /** Sends what is due before. */
  stop(): void {
    this.#pump();
    this.#cancel?.();
    this.#isStopped = true;
    this.#recipients.clear();
  }

  /**
   * In the next task that a recipient is ready for: the end of a gesture is one message for all that it changes, and is not sent
   * before the change itself.
   */
  #pumpSoon(): void {
    const now = this.#options.clock.now();
    let readyAt = Number.POSITIVE_INFINITY;
    for (const recipient of this.#recipients.values()) readyAt = Math.min(readyAt, readyAtOf(recipient));
    const at = Math.max(now, readyAt);
    if (at >= this.#pumpsAt || at === Number.POSITIVE_INFINITY) return;
    this.#pumpAt(at, now);
  }

  #pumpAt(at: number, now: number): void {
    this.#cancel?.();
    this.#pumpsAt = at;
    this.#cancel = this.#options.clock.after(at - now, () => this.#pump());
  }

  #pump(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#pumpsAt = Number.POSITIVE_INFINITY;
    if (this.#isStopped) return;
    const now = this.#options.clock.now();
    let next = Number.POSITIVE_INFINITY;
    for (const [peer, recipient] of this.#recipients) next = Math.min(next, this.#say(peer, recipient, now));
    if (next !== Number.POSITIVE_INFINITY) this.#pumpAt(next, now);
  }

  /** @returns when to look again; infinity if only after a change. */
  #say(peer: ReplicaId, recipient: Recipient, now: number): number {
    const idle = this.#underWay.size > 0 ? now + keepAliveMilliseconds : Number.POSITIVE_INFINITY;
    if (now < readyAtOf(recipient)) return recipient.readyAt;
    if (!this.#hasNews(recipient, now)) return idle;
    if (!this.#options.isClear(peer)) return now + updateMilliseconds;
    const bytes = this.#options.send(peer, this.#message(recipient, now));
    const pause = Math.max(updateMilliseconds, (1000 * bytes) / outgoingBytesPerSecond);
    recipient.readyAt = Math.max(now, recipient.readyAt) + pause;
    return this.#hasNews(recipient, now) ? recipient.readyAt : idle;
  }

  #hasNews(recipient: Recipient, now: number): boolean {
    if (recipient.ended.size > 0 || Object.keys(newsOf(this.#where, recipient.where)).length > 0) return true;
    for (const [id, look] of this.#underWay) if (isDue(look, recipient.previews.get(id), now)) return true;
    return false;
  }

  #message(recipient: Recipient, now: number): Presence {
    const isWholeDue = now - recipient.wholeAt >= wholeMilliseconds;
    const where = newsOf(this.#where, isWholeDue ? undefined : recipient.where);
    if (isWholeDue) recipient.wholeAt = now;
    recipient.where = this.#where;
    const ended = [...recipient.ended].slice(0, maxPreviews).map(([id, kept]) => ({ id, kept }));
    for (const { id } of ended) recipient.ended.delete(id);
    const previews = this.#previews(recipient, now);
    return {
      type: 'presence',
      ...where,
      ...(previews.length === 0 ? {} : { previews }),
      ...(ended.length === 0 ? {} : { ended }),
    };
  }

  /** As many of the due changes as fit into one message; the next one has the rest. */
  #previews(recipient: Recipient, now: number): readonly PreviewMessage[] {
    const previews: PreviewMessage[] = [];
    let length = maxSetLength;
    let points = maxPathPoints;
    for (const [id, look] of this.#underWay) {
      const before = recipient.previews.get(id);
      if (!isDue(look, before, now)) continue;
      const stroke = strokeOf(look);
      const set = changed(look, before?.set, stroke !== undefined);
      const setLength = JSON.stringify(set).length;
      // One that is larger than a message is not shown before it is a change.
      const fits = setLength <= maxSetLength;
      if (fits && setLength > length) break;
      if (fits) length -= setLength;
      const from = stroke === undefined ? 0 : nextPoint(stroke.points, before);
      const path =
        stroke === undefined || !fits
          ? undefined
          : pathMessage(stroke.points, stroke.pressures, from, points);
      const sent = from + (path?.steps.length ?? 0) / 2;
      points -= sent - from;
      const lastPoint = stroke?.points[sent - 1];
      recipient.previews.set(id, { set: look, points: sent, lastPoint, at: now });
      if (fits) previews.push({ id, set, ...(path === undefined ? {} : { path }) });
    }
    return previews;
  }
}

/**
 * The end of a gesture does not wait for its turn: the change itself would overtake it. The next message waits for two, so that
 * there are not more of them.
 */
function readyAtOf({ readyAt, ended }: Recipient): number {
  return ended.size > 0 ? Number.NEGATIVE_INFINITY : readyAt;
}

/** Whether a recipient lacks something of it, or must be reminded of it. */
function isDue(look: Look, before: SentPreview | undefined, now: number): boolean {
  if (before === undefined || now - before.at >= keepAliveMilliseconds) return true;
  const stroke = strokeOf(look);
  if (stroke !== undefined && nextPoint(stroke.points, before) < stroke.points.length) return true;
  return before.set !== look && Object.keys(changed(look, before.set, stroke !== undefined)).length > 0;
}

interface Stroke {
  readonly points: readonly Point[];
  readonly pressures: readonly number[];
}

/** Looks are asked several times for each device, and never change. */
const strokes = new WeakMap<Look, Stroke>();

/** The points of a stroke grow and are sent as a path; those of a line are few. */
function strokeOf(look: Look): Stroke | undefined {
  if (look.type !== 'freedraw') return undefined;
  const known = strokes.get(look);
  if (known !== undefined) return known;
  const points = asPoints(look.points)?.slice(0, maxStrokePoints);
  if (points === undefined) return undefined;
  const pressures = Array.isArray(look.pressures)
    ? look.pressures.filter((pressure) => typeof pressure === 'number')
    : [];
  const stroke = { points, pressures };
  strokes.set(look, stroke);
  return stroke;
}

/** The number of the first point to send: all again if the stroke is another one now. */
function nextPoint(points: readonly Point[], before: SentPreview | undefined): number {
  if (before === undefined || before.points > points.length || before.points === 0) return 0;
  const last = points[before.points - 1];
  const isSame = last?.[0] === before.lastPoint?.[0] && last?.[1] === before.lastPoint?.[1];
  return isSame ? before.points : 0;
}

function changed(look: Look, before: Look | undefined, isStroke: boolean): Look {
  const set: { [property: string]: Look[string] } = {};
  for (const [name, value] of Object.entries(look)) {
    if (isStroke && (name === 'points' || name === 'pressures')) continue;
    if (before === undefined || !isSameJson(before[name], value)) set[name] = value;
  }
  return set;
}
