/** Notices about other devices, as sentences: what happened, what is safe, what to do. */

import type { PeerNotice } from '#app/session/view/view.ts';
import { catalog } from '#shared/texts/catalog.ts';

const peer = catalog('notices.peer', {
  named: '“{name}”',
  nameless: 'A device',
  uninvited:
    'Somebody without this board’s invite tried to reach this device and was ignored. Nothing on the board is affected.',
  forgedSignal:
    'Somebody with a link of this board sent something in another device’s name, or sent it again. It was ignored, and nothing on the board is affected.',
  unproven:
    'A device could not show that it was invited to this board, and was refused. Nothing on the board is affected.',
  copy: '{device} works with a copy of this device’s own data, and was refused. Forget the board on one of the two and join it again there.',
  unreadable:
    '{device} sent something that cannot be understood, so its connection was closed. Nothing is lost; it is retried.',
  forged:
    '{device} sent changes in another device’s name. They were ignored, and its connection was closed. If you do not trust that device, remove it in People.',
  unreachable:
    'This browser does not let Paxboard connect to other devices: it gives out no network address, as some do on a network without internet, or its WebRTC is turned off. Changes wait on this device. One of two devices that gives its address is enough: use the desktop app on one of them; or, where Paxboard was started, let its page use the microphone (it is never opened) and reload.',
  version:
    'A device with another version of Paxboard (protocol {protocol}) tried to connect. Nothing is lost. Update Paxboard on both devices, then they can work together.',
  overreach:
    '{name} may only view this board, and tried to change it. The change was ignored, and the board is unchanged. If you do not trust that device, remove it in People.',
  garbage:
    '{name} sends messages that this device cannot read ({problem}); they are ignored. Nothing is lost. Update Paxboard on both devices, or open the board again on the other one.',
  unsent:
    'A message to {name} could not be sent ({problem}). Nothing is lost: everything important is sent again. If it goes on, open the board again.',
});

export function peerText(notice: PeerNotice): string {
  switch (notice.type) {
    case 'uninvited':
    case 'forgedSignal':
    case 'unproven':
    case 'unreachable':
      return peer[notice.type];
    case 'copy':
    case 'unreadable':
    case 'forged':
      return peer[notice.type]({ device: named(notice.name) });
    case 'version':
      return peer.version({ protocol: String(notice.theirs) });
    case 'overreach':
      return peer.overreach({ name: notice.name });
    case 'garbage':
    case 'unsent':
      return peer[notice.type]({ name: notice.name, problem: notice.problem });
  }
}

function named(name: string): string {
  return name === '' ? peer.nameless : peer.named({ name });
}
