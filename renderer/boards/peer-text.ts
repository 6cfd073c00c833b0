/** Notices about other devices, as sentences: what happened, what is safe, what to do. */

import type { PeerNotice } from '#app/session/view/view.ts';

export function peerText(notice: PeerNotice): string {
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
        `${notice.name} may only view this board, and tried to change it. It was not heard: nothing has ` +
        'changed. If you do not trust that device, remove it in People.'
      );
    case 'garbage':
      return (
        `${notice.name} sends messages that this device cannot read (${notice.problem}); they are ignored. ` +
        'Nothing is lost. Update Paxboard on both devices, or open the board again on the other one.'
      );
    case 'unsent':
      return (
        `A message to ${notice.name} could not be sent (${notice.problem}). Nothing is lost: ` +
        'what matters is sent again. If it goes on, open the board again.'
      );
  }
}
