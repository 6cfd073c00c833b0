/** Notices about connections that ended for a reason that a person can act on. */

import { BoundedMap } from '#shared/collections/bounded-map.ts';
import type { Clock } from '../clock/clock.ts';
import type { LinkEnd } from './link/link-end.ts';
import type { TransportNotice } from './transport.ts';

/** @returns undefined for a frequent fault that heals by itself. */
export function noticeOf(end: LinkEnd): TransportNotice | undefined {
  switch (end.type) {
    case 'version':
      return { type: 'version', theirs: end.theirs };
    case 'unproven':
      return { type: 'unproven' };
    case 'copy':
      return { type: 'copy', name: end.peer.name };
    case 'garbage':
      return { type: 'unreadable', name: end.peer?.name ?? '' };
    case 'forged':
      return { type: 'forged', name: end.peer.name };
    case 'noWay':
      return end.hadCandidates ? undefined : { type: 'unreachable' };
    case 'dismissed':
      return { type: 'dismissed', by: end.peer.name };
    case 'removed':
    case 'lost':
      return undefined;
  }
}

/** The minimum interval between equal notices, milliseconds. */
export const noticeRepeatMs = 10 * 60_000;

/** Different notices that are remembered, at most. */
const maxRemembered = 64;

/** Drops a notice that was just given: a peer that retries is reported once. */
export class NoticeGate {
  readonly #clock: Clock;
  readonly #notifiedAt = new BoundedMap<string, number>(maxRemembered);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  passes(notice: TransportNotice): boolean {
    const key = JSON.stringify(notice);
    const now = this.#clock.now();
    const notifiedAt = this.#notifiedAt.get(key);
    if (notifiedAt !== undefined && now - notifiedAt < noticeRepeatMs) return false;
    this.#notifiedAt.set(key, now);
    return true;
  }
}
