/**
 * Filters the messages of members with view access.
 *
 * A viewer may request decided entries, and no message of it may change anything: neither decisions, the leader or the
 * generation, nor the slots that this replica believes to be decided elsewhere. The engine assumes that every peer
 * follows the protocol as a member with edit access, so other messages of a viewer never reach it.
 */

import type { Status } from '#shared/paxos/effects.ts';
import type { Message, MessageType } from '#shared/paxos/messages.ts';
import { noBallot } from '#shared/paxos/model/ballot.ts';
import { noDeeds } from '#shared/paxos/model/deeds.ts';
import { noSlot, type Slot, slot } from '#shared/paxos/model/ids.ts';

/** Message types that a correct viewer never sends: it has no vote, and its window allows no changes. */
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

/** Message types that a correct witness never sends: it neither leads nor holds a board. */
const overreachingWitness: ReadonlySet<MessageType> = new Set(['prepare', 'propose', 'handover', 'snapshot']);

/**
 * A witness may send votes, reports, and what it forwards for others. To its requests it gets what a witness needs:
 * without the flag it would get the board.
 *
 * @returns the part of `message` that the engine may receive; undefined if none.
 */
export function admittedFromWitness(message: Message): Message | undefined {
  if (message.type === 'submit') return message.forwarded ? message : undefined;
  if (message.type === 'learn') {
    const { type, generation, firstSlot } = message;
    return { type, generation, firstSlot, witness: true };
  }
  return overreachingWitness.has(message.type) ? undefined : message;
}

/** Whether `message` claims rights that a member with view access lacks. */
export function isOverreach(message: Message): boolean {
  return overreaching.has(message.type);
}

/** @returns the part of `message` that the engine may receive; undefined if none. */
export function admittedFromViewer(
  message: Message,
  own: Pick<Status, 'generation' | 'decidedThrough'>,
): Message | undefined {
  // Only an editor may start a later generation; replying to the message is harmless.
  const generation = message.generation <= own.generation ? message.generation : 0;
  switch (message.type) {
    // Without read acknowledgements this replica would send the viewer nothing more.
    case 'mark':
    case 'arrived':
    case 'learn':
      return { ...message, generation };
    case 'heartbeat': {
      const { type, round, nonce } = message;
      const decidedThrough = lower(message.decidedThrough, own.decidedThrough);
      const nothing = {
        leader: noBallot,
        happy: false,
        storedThrough: noSlot,
        sharedThrough: noSlot,
        yours: noDeeds,
      };
      return { type, generation, round, nonce, decidedThrough, ...nothing };
    }
    default:
      return undefined;
  }
}

function lower(a: Slot, b: Slot): Slot {
  return slot(Math.min(a, b));
}
