/** Messages, writes and entries in one short line each, for readable traces. */

import type { Event, Trace, Write } from '#shared/paxos/effects.ts';
import type { AcceptedEntry, Message } from '#shared/paxos/messages.ts';
import { formatBallot } from '#shared/paxos/model/ballot.ts';
import { commandsOf, type Entry } from '#shared/paxos/model/entry.ts';
import type { Batch } from '#shared/replica/loop/loop.ts';
import type { Unsaved } from '#shared/replica/outbox/outbox.ts';

/** Entries listed by name in one line, at most. */
const maxNamedEntries = 4;

export function describeEntry(entry: Entry): string {
  if (entry.type === 'noop') return 'noop';
  if (entry.type === 'configuration') return `voters{${entry.configuration.voters.join(',')}}`;
  const names = commandsOf(entry.groups).map(({ origin, sequence }) => `${origin}#${sequence}`);
  return `[${some(names)}]`;
}

function some(names: readonly string[]): string {
  const left = names.length - maxNamedEntries;
  return names.slice(0, maxNamedEntries).join(' ') + (left > 0 ? ` +${left}` : '');
}

function describeAccepted(accepted: readonly AcceptedEntry[]): string {
  return some(
    accepted.map(({ slot, ballot, entry }) => `${slot}:${formatBallot(ballot)}:${describeEntry(entry)}`),
  );
}

export function describeMessage(message: Message): string {
  switch (message.type) {
    case 'prepare':
      return `prepare ${formatBallot(message.ballot)} from ${message.firstSlot}`;
    case 'promise':
      return `promise ${formatBallot(message.ballot)} from ${message.firstSlot} decided ${message.decidedThrough} accepted {${describeAccepted(message.accepted)}}`;
    case 'propose':
      return `propose ${formatBallot(message.ballot)} ${message.firstSlot}: ${some(message.entries.map(describeEntry))} decided ${message.decidedThrough}`;
    case 'accept':
      return `accept ${formatBallot(message.ballot)} ${message.firstSlot}..${message.through}`;
    case 'reject':
      return `reject ${formatBallot(message.ballot)} promised ${formatBallot(message.promised)}`;
    case 'heartbeat':
      return `heartbeat ${message.round} leader ${formatBallot(message.leader)} ${message.happy ? 'happy' : 'unhappy'} decided ${message.decidedThrough}`;
    case 'heartbeatReply':
      return `heartbeatReply ${message.round} ballot ${formatBallot(message.ballot)} leader ${formatBallot(message.leader)} ${message.happy ? 'happy' : 'unhappy'} decided ${message.decidedThrough}`;
    case 'submit':
      return `submit ${describeEntry({ type: 'commands', groups: message.groups })}${message.forwarded ? ' forwarded' : ''}`;
    case 'taken':
      return `taken ${message.origin}#${message.sequence} in ${formatBallot(message.ballot)}`;
    case 'mark':
    case 'arrived':
      return `${message.type} ${message.number}`;
    case 'learn':
      return `learn from ${message.firstSlot}${message.snapshot === undefined ? '' : ` or snapshot of ${message.snapshot.through} from ${message.snapshot.offset}`}`;
    case 'learned':
      return `learned ${message.firstSlot}: ${some(message.entries.map(describeEntry))} decided ${message.decidedThrough}`;
    case 'snapshot':
      return `snapshot of ${message.through}: ${message.offset} + ${message.bytes.byteLength} of ${message.totalBytes}`;
    case 'handover':
      return `handover ${formatBallot(message.ballot)}`;
    default:
      return message.type;
  }
}

export function describeWrite(write: Write): string {
  const { number, promised, records, decidedThrough, snapshot, compactedThrough } = write;
  const parts = [`write ${number}`];
  if (snapshot !== undefined) parts.push(`snapshot of ${snapshot.through}, log from ${compactedThrough} on`);
  if (promised !== undefined) parts.push(`promised ${formatBallot(promised)}`);
  if (records.length > 0) parts.push(`records {${describeAccepted(records)}}`);
  if (decidedThrough !== undefined) parts.push(`decided ${decidedThrough}`);
  return parts.join(' ');
}

export function describeTrace(trace: Trace): string {
  switch (trace.type) {
    case 'role':
      return `is ${trace.role} ${formatBallot(trace.ballot)}: ${trace.why}`;
    case 'leader':
      return `follows ${formatBallot(trace.leader)}`;
    case 'configuration':
      return `configuration in ${trace.slot}: ${trace.configuration.voters.join(',')}`;
    case 'reconfigureRefused':
      return `refuses to reconfigure: ${trace.why}`;
    default:
      return `drops from ${trace.from}: ${trace.what}`;
  }
}

export function describeBatch({ writes, outbox: { append, remove }, chunk }: Batch): string {
  const names = (sequences: readonly number[]) => some(sequences.map((sequence) => `#${sequence}`));
  const parts = [`stores ${writes.length} writes`];
  if (append.length > 0) parts.push(`commands ${names(commandsOf(append).map(({ sequence }) => sequence))}`);
  if (remove.length > 0) parts.push(`without ${names(remove)}`);
  if (chunk !== undefined) parts.push(`chunk ${chunk.position} of the snapshot of ${chunk.through}`);
  return parts.join(' ');
}

export function describeUnsaved({ groups, commands }: Unsaved): string {
  const names = [...commandsOf(groups), ...commands].map(({ sequence }) => `#${sequence}`);
  return `${groups.length} groups and ${commands.length} commands: ${some(names)}`;
}

export function describeEvent(event: Event): string {
  switch (event.type) {
    case 'receive':
      return `${event.from} ${describeMessage(event.message)}`;
    case 'submit':
      return `submit ${some(commandsOf([event.group]).map(({ sequence }) => `#${sequence}`))}`;
    case 'persisted':
      return `persisted ${event.number}`;
    case 'link':
      return `link to ${event.peer} ${event.state}`;
    case 'doubt':
      return `doubt ${event.peer}`;
    case 'reconfigure':
      return `reconfigure to ${event.voters.join(',')}`;
    default:
      return event.type;
  }
}
