/** What a person should hear of, each once. */

import type { ReplicaNotice } from '#app/replica/listener.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { SubmitRefusal } from '#shared/replica/outbox.ts';
import { maxNotices, type Notice } from './view/view.ts';

export class Notices {
  #latest: readonly Notice[] = [];
  #number = 0;

  /** A failure of the network that is among the latest already is not told again: it is tried again by itself. */
  add(kind: Notice['kind']): void {
    if (kind.type === 'peer' && this.#latest.some((notice) => isSamePeerNotice(notice.kind, kind.why)))
      return;
    this.#number += 1;
    this.#latest = [...this.#latest, { number: this.#number, kind }].slice(-maxNotices);
  }

  /** Oldest first, at most {@link maxNotices}; the same array until one is added. */
  latest(): readonly Notice[] {
    return this.#latest;
  }
}

function isSamePeerNotice(kind: Notice['kind'], why: string): boolean {
  return kind.type === 'peer' && kind.why === why;
}

/** What happened, what is safe, what to do. */
export function networkNoticeText(notice: ReplicaNotice, nameOf: (id: ReplicaId) => string): string {
  switch (notice.type) {
    case 'refused':
    case 'unreachable':
      return notice.why;
    case 'version':
      return (
        `A device with another version of Paxboard (protocol ${notice.theirs}) tried to connect. ` +
        'Nothing is lost. Update Paxboard on both devices, then they can work together.'
      );
    case 'overreach':
      return (
        `${nameOf(notice.from)} may only view this board, and tried to change it. It was not heard: nothing has ` +
        'changed. If you do not trust that device, remove it in People.'
      );
    case 'garbage':
      return (
        `${nameOf(notice.from)} sends messages that this device cannot read (${notice.problem}); they are ignored. ` +
        'Nothing is lost. Update Paxboard on both devices, or open the board again on the other one.'
      );
    case 'unsent':
      return (
        `A message to ${nameOf(notice.to)} could not be sent (${notice.why}). Nothing is lost: ` +
        'what matters is sent again. If it goes on, open the board again.'
      );
  }
}

/** Why a change of this device was not even put among those that wait. */
export function notTakenText(refusal: SubmitRefusal): string {
  switch (refusal) {
    case 'outboxFull':
      return (
        'Too many changes wait on this device, so the last one was not taken. Those that wait are safe. ' +
        'They settle once enough of the other devices are reachable; then go on.'
      );
    case 'tooLarge':
      return 'The last change is too large, so it was not taken. Nothing else is lost. Make it in smaller parts.';
    case 'stopped':
      return (
        'The last change was not taken, because this board has stopped on this device. What was settled is safe. ' +
        'Open the board again to go on.'
      );
    case 'viewOnly':
      return viewOnlyText;
  }
}

const viewOnlyText =
  'This device may only view this board, so nothing was changed. Ask someone on it for a link that lets you edit.';
