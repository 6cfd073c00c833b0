/** The latest notices for the person, each once. */

import equal from 'fast-deep-equal';
import type { ReplicaNotice } from '#app/replica/listener.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { maxNotices, type Notice, type PeerNotice } from './view/view.ts';

export class Notices {
  #latest: readonly Notice[] = [];
  #number = 0;

  /** Drops a notice about a peer that is among the latest already: the connection is retried automatically. */
  add(kind: Notice['kind']): void {
    if (kind.type === 'peer' && this.#latest.some((notice) => equal(notice.kind, kind))) return;
    // Of a new viewer all waiting changes are refused at once.
    const last = this.#latest.at(-1)?.kind;
    if (isViewOnly(kind) && last !== undefined && isViewOnly(last)) return;
    this.#number += 1;
    this.#latest = [...this.#latest, { number: this.#number, kind }].slice(-maxNotices);
  }

  /** Oldest first, at most {@link maxNotices}; the same array until one is added. */
  latest(): readonly Notice[] {
    return this.#latest;
  }
}

function isViewOnly(kind: Notice['kind']): boolean {
  return kind.type === 'refused' && kind.reason === 'view-only';
}

export function peerNotice(notice: ReplicaNotice, nameOf: (id: ReplicaId) => string): PeerNotice {
  switch (notice.type) {
    case 'overreach':
      return { type: 'overreach', name: nameOf(notice.from) };
    case 'garbage':
      return { type: 'garbage', name: nameOf(notice.from), problem: notice.problem };
    case 'unsent':
      return { type: 'unsent', name: nameOf(notice.to), problem: notice.why };
    default:
      return notice;
  }
}
