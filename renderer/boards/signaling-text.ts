/** Faults of hosts, as sentences. */

import type { SignalingFault } from '#app/mesh/transport.ts';
import { maxTopicMembers, signalingProtocol } from '#shared/signaling/protocol.ts';

/** For the open board. */
export function signalingText(fault: SignalingFault): string {
  return `Can’t reach the meeting point. ${hostFaultText(fault)}`;
}

/** Names the address, and states what continues. */
export function hostFaultText(fault: SignalingFault): string {
  switch (fault.type) {
    case 'noHosts':
      return 'No address is known where the devices of this board meet. Open an invite link of this board to add one.';
    case 'badAddress':
      return `“${fault.host}” is not the address of a Paxboard host.`;
    case 'silent':
      return `The host at ${fault.host} does not answer. ${continues}`;
    case 'unreachable':
      return `The host at ${fault.host} cannot be reached, or is not a Paxboard host. ${continues}`;
    case 'blocked':
      return `The host at ${fault.host} cannot be reached from this page. ${continues}`;
    case 'lost':
      return `The host at ${fault.host} has fallen silent. ${continues}`;
    case 'boardFull':
      return `The host at ${fault.host} has ${maxTopicMembers} devices on this board, and takes no more. It is tried again by itself.`;
    case 'full':
      return `The host at ${fault.host} has no room for another device at the moment. ${continues}`;
    case 'foreign':
      return `What answers at ${fault.host} does not speak Paxboard’s signaling protocol. Check the address; it is tried again by itself.`;
    case 'version':
      return `The host at ${fault.host} has another version of Paxboard (signaling ${fault.theirs}, here ${signalingProtocol}). Update the older one.`;
    case 'refused':
      return `The host at ${fault.host} refused this device (${fault.code}). ${continues}`;
  }
}

const continues =
  'Devices that are connected stay connected; others cannot be found through it. It is tried again by itself.';
