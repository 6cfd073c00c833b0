/** Faults of hosts, as sentences. */

import type { SignalingFault } from '#app/mesh/transport.ts';
import { maxTopicMembers, signalingProtocol } from '#shared/signaling/protocol.ts';
import { catalog } from '#shared/texts/catalog.ts';

const host = catalog('board.host', {
  onBoard: 'Can’t reach the meeting point. {fault}',
  noHosts:
    'No address is known where the devices of this board meet. Open an invite link of this board to add one.',
  badAddress: '“{host}” is not the address of a Paxboard host.',
  silent: 'The host at {host} does not answer. {consequence}',
  unreachable: 'The host at {host} cannot be reached, or is not a Paxboard host. {consequence}',
  blocked: 'The host at {host} cannot be reached from this page. {consequence}',
  lost: 'The host at {host} does not answer any longer. {consequence}',
  boardFull:
    'The host at {host} has {max, number} devices on this board, and accepts no more. It is retried automatically.',
  full: 'The host at {host} has no room for another device at the moment. {consequence}',
  foreign:
    'The program at {host} does not speak Paxboard’s signaling protocol. Check the address; it is retried automatically.',
  version:
    'The host at {host} has another version of Paxboard (signaling {theirs}, here {ours}). Update the older one.',
  refused: 'The host at {host} refused this device ({code}). {consequence}',
  consequence:
    'Connected devices stay connected; others cannot be found through it. It is retried automatically.',
});

/** For the open board. */
export function signalingText(fault: SignalingFault): string {
  return host.onBoard({ fault: hostFaultText(fault) });
}

/** Names the address, and states what continues. */
export function hostFaultText(fault: SignalingFault): string {
  const { consequence } = host;
  switch (fault.type) {
    case 'noHosts':
      return host.noHosts;
    case 'badAddress':
    case 'foreign':
      return host[fault.type]({ host: fault.host });
    case 'silent':
    case 'unreachable':
    case 'blocked':
    case 'lost':
    case 'full':
      return host[fault.type]({ host: fault.host, consequence });
    case 'boardFull':
      return host.boardFull({ host: fault.host, max: maxTopicMembers });
    case 'version':
      return host.version({
        host: fault.host,
        theirs: String(fault.theirs),
        ours: String(signalingProtocol),
      });
    case 'refused':
      return host.refused({ host: fault.host, code: String(fault.code), consequence });
  }
}
