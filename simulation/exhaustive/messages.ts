/** The messages of the small world's proposers: two ballots, one or two slots, and the proposals of each ballot. */

import type { AcceptedEntry, Propose } from '#shared/paxos/messages.ts';
import type { Ballot } from '#shared/paxos/model/ballot.ts';
import { configuration } from '#shared/paxos/model/configuration.ts';
import { commandsOf, type Entry, noDigest } from '#shared/paxos/model/entry.ts';
import { type ReplicaId, replicaId, slot } from '#shared/paxos/model/ids.ts';
import { chained } from '#shared/wire/group-digest.ts';

/** The slot that chose the voters. */
export const epoch = slot(1);
export const firstSlot = slot(2);

export const acceptorIds: readonly ReplicaId[] = ['x', 'y', 'z'].map(replicaId);
export const voters = configuration(1, acceptorIds);

/** The proposers' ballots; the second outranks the first. */
export const ballots: readonly Ballot[] = ['p', 'q'].map((name, position) => ({
  epoch,
  round: position + 1,
  replica: replicaId(name),
}));

/** `propose` is absent in a prepare. */
export interface ToAcceptors {
  readonly ballot: Ballot;
  readonly propose?: Propose;
}

const seal = Uint8Array.of(1);

export function ownCommand(ballot: Ballot, sequence: number): Entry {
  const draft = { origin: ballot.replica, first: sequence, bodies: [new Uint8Array()] };
  return { type: 'commands', groups: chained([draft], noDigest, () => seal) };
}

export function entryText(entry: Entry): string {
  return entry.type === 'commands'
    ? commandsOf(entry.groups)
        .map(({ origin, sequence }) => origin + sequence)
        .join('+')
    : entry.type;
}

export function acceptedText(accepted: readonly AcceptedEntry[]): string {
  return `[${accepted.map(({ slot: at, ballot, entry }) => `${at}:${ballot.round}${entryText(entry)}`)}]`;
}

export function messageText({ ballot, propose }: ToAcceptors): string {
  const what = propose === undefined ? '?' : `!${propose.firstSlot}${propose.entries.map(entryText)}`;
  return `${ballot.round}${what}`;
}
