/** Notices about other devices, as sentences: what happened, what is safe, what to do. */

import type { PeerNotice } from '#app/session/view/view.ts';

export function peerText(notice: PeerNotice): string {
  switch (notice.type) {
    case 'uninvited':
      return 'Somebody without this board’s invite tried to reach this device and was ignored. Nothing on the board is affected.';
    case 'forgedSignal':
      return 'Somebody with a link of this board sent something in another device’s name, or sent it again. It was ignored, and nothing on the board is affected.';
    case 'unproven':
      return 'A device could not show that it was invited to this board, and was refused. Nothing on the board is affected.';
    case 'copy':
      return `${named(notice.name)} works with a copy of this device’s own data, and was refused. Forget the board on one of the two and join it again there.`;
    case 'unreadable':
      return `${named(notice.name)} sent something that cannot be understood, so its connection was closed. Nothing is lost; it will be tried again.`;
    case 'forged':
      return `${named(notice.name)} sent changes in another device’s name. They were ignored, and its connection was closed. If you do not trust that device, remove it in People.`;
    case 'unreachable':
      return 'This browser does not let Paxboard connect to other devices: it gives out no network address, as some do on a network without internet, or its WebRTC is turned off. Changes wait on this device. One of two devices that gives its address is enough: use the desktop app on one of them; or, where Paxboard was started, let its page use the microphone (it is never opened) and reload.';
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

function named(name: string): string {
  return name === '' ? 'A device' : `“${name}”`;
}
