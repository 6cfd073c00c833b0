/**
 * 21. A witness only votes: it neither leads, nor recovers, nor hands out a board. It removes a slot only once the disks
 * of all full voters hold it as decided, whatever a power cut takes back (a restored backup may lack it); or when it takes
 * over the base of a full member's log.
 */

import type { Status, Write } from '#shared/paxos/effects.ts';
import type { Envelope } from '#shared/paxos/messages.ts';
import { fullVoters } from '#shared/paxos/model/configuration.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Member } from '../../world/member.ts';
import { Violation } from '../violation.ts';

const rule = '21 witness';

/** Types of messages that only a replica with a board sends. */
const forbidden = ['prepare', 'propose', 'handover', 'snapshot'];

/** @throws Violation if the witness does more than vote. */
export function assertWitness(member: Member, { role }: Status, messages: readonly Envelope[]): void {
  if (role === 'leader' || role === 'candidate') throw new Violation(rule, `${member.id} is a ${role}`);
  const sent = messages.find(({ message }) => forbidden.includes(message.type));
  if (sent !== undefined) throw new Violation(rule, `${member.id} sends ${sent.message.type} to ${sent.to}`);
}

interface Others {
  member(id: ReplicaId): Member | undefined;
  readonly generations: { has(generation: number): boolean };
}

/** The witness is about to write. @throws Violation if it removes what a full voter may lack, or begins a generation. */
export function assertTrim(others: Others, { id, device, disk, decidedThrough }: Member, write: Write): void {
  if (!others.generations.has(write.generation)) throw new Violation(rule, `${id} recovers a board`);
  const { compactedThrough } = write;
  const { configuration } = device?.status() ?? {};
  if (compactedThrough === undefined || configuration === undefined) return;
  // A base is ahead of everything that the witness knows to be decided.
  if (compactedThrough > decidedThrough || compactedThrough <= disk.compactedThrough) return;
  const lacking = fullVoters(configuration).find((voter) => {
    const member = others.member(voter);
    // It had the slot when it reported so. A device with rolled back storage stops, and nobody else can know before.
    if (member?.isRolledBack) return false;
    return member === undefined || member.disk.surelyDecidedThrough < compactedThrough;
  });
  if (lacking !== undefined)
    throw new Violation(rule, `${id} removes slot ${compactedThrough}, which ${lacking} lacks`);
}
