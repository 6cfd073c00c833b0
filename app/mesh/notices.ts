/** Notices about connections that ended for a reason that a person can act on. */

import { BoundedMap } from '#shared/collections/bounded-map.ts';
import type { Clock } from '../clock/clock.ts';
import type { LinkEnd } from './link/peer-link.ts';
import type { TransportNotice } from './transport.ts';

/** @returns undefined for a frequent fault that heals by itself. */
export function noticeOf(end: LinkEnd): TransportNotice | undefined {
  switch (end.type) {
    case 'version':
      return { type: 'version', theirs: end.theirs };
    case 'unproven':
      return {
        type: 'refused',
        why: 'A device could not show that it was invited to this board, and was refused. Nothing on the board is affected.',
      };
    case 'copy':
      return {
        type: 'refused',
        why: `${named(end.peer.name)} works with a copy of this device’s own data, and was refused. Forget the board on one of the two and join it again there.`,
      };
    case 'garbage':
      return {
        type: 'refused',
        why: `${named(end.peer?.name)} sent something that cannot be understood, so its connection was closed. Nothing is lost; it will be tried again.`,
      };
    case 'forged':
      return {
        type: 'refused',
        why: `${named(end.peer.name)} sent changes in another device’s name. They were ignored, and its connection was closed. If you do not trust that device, remove it in People.`,
      };
    case 'noWay':
      return end.hadCandidates ? undefined : { type: 'unreachable', why: noNetworkText };
    case 'dismissed':
      return { type: 'dismissed', by: named(end.peer.name) };
    case 'removed':
    case 'lost':
      return undefined;
  }
}

const noNetworkText =
  'This browser does not let Paxboard connect to other devices: it gives out no network address, as some do on a network without internet, or its WebRTC is turned off. Changes wait on this device. One of two devices that gives its address is enough: use the desktop app on one of them; or, where Paxboard was started, let its page use the microphone (it is never opened) and reload.';

function named(name: string | undefined): string {
  return name === undefined || name === '' ? 'A device' : `“${name}”`;
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
