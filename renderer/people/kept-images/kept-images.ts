/** The devices that have a board's images, as far as this device knows: connected peers announce theirs. */

import type { Blobs } from '#app/blobs/blobs.ts';
import type { Person } from '#app/session/view/view.ts';

export interface KeptImageCounts {
  /** On a majority of the voting devices. */
  readonly kept: number;
  /** On this device and on no other connected one, while the board has others. */
  readonly alone: number;
}

export function keptImages(
  blobs: Pick<Blobs, 'view' | 'has' | 'holders'>,
  people: readonly Pick<Person, 'id' | 'isMe' | 'votes'>[],
): KeptImageCounts {
  const voters = people.filter(({ votes }) => votes);
  const isShared = people.length > 1;
  let [kept, alone] = [0, 0];
  for (const id of blobs.view().used) {
    const isHere = blobs.has(id);
    const holders = new Set(blobs.holders(id));
    const voting = voters.filter((person) => (person.isMe ? isHere : holders.has(person.id))).length;
    if (voting > voters.length / 2) kept += 1;
    if (isHere && holders.size === 0 && isShared) alone += 1;
  }
  return { kept, alone };
}
