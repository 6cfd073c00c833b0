/** Which blobs the cards refer to, by their attachments. */

import type { Reference } from '#app/blobs/references.ts';
import type { Attachment } from '#shared/board/task/model.ts';
import type { SessionView } from './view.ts';

type Lists = Pick<SessionView, 'tasks' | 'shelves'>;

export class CardFiles {
  #seen: Partial<Lists> = {};
  /** Of the cards that have any. */
  #attachments: ReadonlyMap<string, readonly Attachment[]> = new Map();

  /**
   * A file that is taken off a card during the session keeps its reference as that of a deleted owner, because undo puts it
   * back. Costs the number of cards if one has changed.
   *
   * @returns the changes since the last call, for `BoardBlobs.refer`.
   */
  changes({ tasks, shelves }: Lists): readonly (readonly [owner: string, reference: Reference])[] {
    if (tasks === this.#seen.tasks && shelves === this.#seen.shelves) return [];
    this.#seen = { tasks, shelves };
    const now = new Map<string, readonly Attachment[]>();
    for (const list of [...Object.values(tasks), ...Object.values(shelves)]) {
      for (const { id, attachments } of list) if (attachments !== undefined) now.set(id, attachments);
    }
    const before = this.#attachments;
    this.#attachments = now;
    const changes: (readonly [string, Reference])[] = [];
    for (const [card, attachments] of now) {
      if (before.get(card) !== attachments) changes.push(...references(card, attachments, false));
    }
    for (const [card, attachments] of before) {
      const left = new Set(now.get(card)?.map(({ id }) => id));
      changes.push(
        ...references(
          card,
          attachments.filter(({ id }) => !left.has(id)),
          true,
        ),
      );
    }
    return changes;
  }
}

function references(card: string, attachments: readonly Attachment[], isDeleted: boolean) {
  return attachments.map(
    ({ id, blob }) => [`card ${card} ${id}`, { ids: [blob], isDeleted }] satisfies [string, Reference],
  );
}
