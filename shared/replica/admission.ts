/**
 * What this replica hears of a member that may only view.
 *
 * It may ask what was decided, and nothing that it says may change anything: not what is decided, who leads, in which
 * generation the board is, or what this replica takes for decided elsewhere. The engine takes every peer for a member that
 * follows the protocol; so what a viewer may not say never comes to it.
 */

import type { Status } from '../paxos/effects.ts';
import { noDeeds } from '../paxos/election/deeds.ts';
import type { Message, MessageType } from '../paxos/messages.ts';
import { noBallot } from '../paxos/model/ballot.ts';
import { noSlot, type Slot, slot } from '../paxos/model/ids.ts';

/** What an honest viewer's replica never sends: it has no vote, and its window lets nothing be changed. */
const overreaching: ReadonlySet<MessageType> = new Set([
  'submit',
  'taken',
  'prepare',
  'promise',
  'propose',
  'accept',
  'reject',
  'handover',
]);

export function isOverreach(message: Message): boolean {
  return overreaching.has(message.type);
}

/** @returns what the engine may hear of `message`; undefined if nothing. */
export function heardOfViewer(
  message: Message,
  own: Pick<Status, 'generation' | 'decidedThrough'>,
): Message | undefined {
  // Of a later generation this replica has to hear from who may bring one about; to answer does no harm.
  const generation = message.generation <= own.generation ? message.generation : 0;
  switch (message.type) {
    // That it has read what it was sent, it has to say: else it is sent no more.
    case 'mark':
    case 'arrived':
    case 'learn':
      return { ...message, generation };
    case 'heartbeat': {
      const { type, round, nonce } = message;
      const decidedThrough = lower(message.decidedThrough, own.decidedThrough);
      const nothing = { leader: noBallot, happy: false, sharedThrough: noSlot, yours: noDeeds };
      return { type, generation, round, nonce, decidedThrough, ...nothing };
    }
    default:
      return undefined;
  }
}

function lower(a: Slot, b: Slot): Slot {
  return slot(Math.min(a, b));
}
