/**
 * A world so small that every one of its states can be visited: three acceptors, two proposers, a slot or two.
 *
 * It is made of the engine's own acceptor, candidacy and learner. A message that was sent stays sent: it may be
 * delivered at any time, again and again, or never, so that delay, reordering, repetition and loss are all in it. One
 * of the acceptors may crash: its answers wait until its write is confirmed, and a crash takes what was not. (For the
 * others a slow confirmation is the same as a slow message.)
 */

import { Acceptor } from '#shared/paxos/acceptor.ts';
import { type Ballot, noBallot } from '#shared/paxos/ballot.ts';
import { Candidacy } from '#shared/paxos/candidacy.ts';
import { configuration } from '#shared/paxos/configuration.ts';
import type { Entry } from '#shared/paxos/entry.ts';
import { noSlot, type ReplicaId, replicaId, type Slot, slot } from '#shared/paxos/ids.ts';
import { Learner } from '#shared/paxos/learner.ts';
import { defaultLimits } from '#shared/paxos/limits.ts';
import { Log } from '#shared/paxos/log.ts';
import type { Accept, AcceptedEntry, PromiseReply, Propose } from '#shared/paxos/messages.ts';

const epoch = slot(1);
/** Slot 1 chose the voters. */
const firstSlot = slot(2);

export interface Bounds {
  /** Slots that are proposed for. */
  readonly slots: number;
  /** Crashes of the one acceptor that may crash. */
  readonly crashes: number;
}

export const acceptorIds: readonly ReplicaId[] = ['x', 'y', 'z'].map(replicaId);
const voters = configuration(1, acceptorIds);

/** The proposers' ballots; the second outranks the first. */
const ballots: readonly Ballot[] = ['p', 'q'].map((name, position) => ({
  epoch,
  round: position + 1,
  replica: replicaId(name),
}));

/** What an acceptor knows: on its disk, or in its memory. */
export interface AcceptorState {
  readonly promised: Ballot;
  readonly accepted: readonly AcceptedEntry[];
}

export type Sent =
  | { readonly to: 'acceptors'; readonly proposer: number; readonly propose: Propose | undefined }
  | { readonly to: 'proposer'; readonly from: ReplicaId; readonly promise: PromiseReply }
  | { readonly to: 'learners'; readonly from: ReplicaId; readonly accept: Accept };

export interface Node {
  readonly disk: AcceptorState;
  readonly memory: AcceptorState;
  /** Answers that wait for the disk. */
  readonly held: readonly Posted[];
}

/** Phase 1 or phase 2. What it proposed in phase 2 is among what was sent. */
export type ProposerState = 'asks' | 'leads';

/** A message, and what tells it from every other. */
export interface Posted {
  readonly text: string;
  readonly message: Sent;
}

export interface World {
  readonly nodes: readonly Node[];
  readonly proposers: readonly ProposerState[];
  /** In the order of their texts, each once: a set. */
  readonly sent: readonly Posted[];
  readonly crashesLeft: number;
  readonly lastSlot: Slot;
}

const nothing: AcceptorState = { promised: noBallot, accepted: [] };

/** The acceptor as the world has it; mutants of the exhaustive search's own test replace it. */
export type MakeAcceptor = (log: Log, promised: Ballot) => Acceptor;
const realAcceptor: MakeAcceptor = (log, promised) => new Acceptor(log, promised, defaultLimits);

/** Both proposers have asked everyone; nothing has arrived. */
export function initialWorld({ slots, crashes }: Bounds): World {
  return {
    nodes: acceptorIds.map(() => ({ disk: nothing, memory: nothing, held: [] })),
    proposers: ballots.map(() => 'asks'),
    sent: ballots.map((_, proposer) => post({ to: 'acceptors', proposer, propose: undefined })),
    crashesLeft: crashes,
    lastSlot: slot(firstSlot + slots - 1),
  };
}

/** Every world that one event leads to. */
export function* successors(world: World, makeAcceptor: MakeAcceptor = realAcceptor): Generator<World> {
  for (const [position, node] of world.nodes.entries()) {
    for (const { message } of world.sent) {
      if (message.to !== 'acceptors' || hasAnswered(world, position, message)) continue;
      const after = heard(node, position, message, makeAcceptor);
      const mayCrash = position === 0 && world.crashesLeft > 0;
      if (after !== node)
        yield mayCrash ? withNode(world, position, after) : confirmed(world, position, after);
    }
    if (node.held.length === 0) continue;
    yield confirmed(world, position, node);
    const crashed = withNode(world, position, { disk: node.disk, memory: node.disk, held: [] });
    yield { ...crashed, crashesLeft: world.crashesLeft - 1 };
  }
  for (const [position, ballot] of ballots.entries()) yield* led(world, position, ballot);
}

/** What each slot has been decided as, by a learner that has heard everything sent so far: agreement is one each. */
export function decisions(world: World): readonly (readonly [Slot, ReadonlySet<string>])[] {
  const chosen = new Map<Slot, Set<string>>();
  for (const ballot of ballots) {
    const learner = new Learner();
    for (const { message } of world.sent) {
      if (message.to === 'acceptors' && message.propose?.ballot.round === ballot.round) {
        for (const [at, entry] of message.propose.entries.entries()) {
          learner.noteProposal(slot(message.propose.from + at), ballot, entry);
        }
      } else if (message.to === 'learners' && message.accept.ballot.round === ballot.round) {
        const { from, through } = message.accept;
        for (let at = from; at <= through; at = slot(at + 1)) learner.noteAccept(at, ballot, message.from);
      }
    }
    for (let at = firstSlot; at <= world.lastSlot; at = slot(at + 1)) {
      const one = learner.chosen(at, { epoch, configuration: voters });
      if (one !== undefined) chosen.set(at, (chosen.get(at) ?? new Set()).add(JSON.stringify(one.entry)));
    }
  }
  return [...chosen];
}

function heard(node: Node, position: number, message: Sent & { to: 'acceptors' }, make: MakeAcceptor): Node {
  const ballot = ballots[message.proposer] ?? noBallot;
  const from = acceptorIds[position];
  const log = new Log();
  log.compact(epoch);
  for (const record of node.memory.accepted) log.set(record);
  const acceptor = make(log, node.memory.promised);
  if (from === undefined || !acceptor.allows(ballot)) return node;
  const answer =
    message.propose === undefined ? promiseOf(acceptor, ballot) : acceptOf(acceptor, message.propose);
  const held = withAll(node.held, [post({ ...answer, from })]);
  const memory = { promised: acceptor.promised, accepted: log.recordsFrom(firstSlot) };
  return { disk: node.disk, memory, held };
}

function promiseOf(acceptor: Acceptor, ballot: Ballot) {
  acceptor.promise(ballot);
  const decidedThrough = epoch;
  const promise: PromiseReply = {
    type: 'promise',
    ballot,
    prepared: firstSlot,
    decidedThrough,
    compactedThrough: noSlot,
    ...acceptor.report(firstSlot, decidedThrough),
  };
  return { to: 'proposer', promise } as const;
}

function acceptOf(acceptor: Acceptor, { ballot, from, entries }: Propose) {
  const { through } = acceptor.accept(ballot, from, entries, epoch);
  return { to: 'learners', accept: { type: 'accept', ballot, from, through } } as const;
}

/**
 * A proposer may lead once it has heard a majority: any majority of those that have answered, as the rest may be slow.
 * It proposes what it must first, then commands of its own.
 */
function* led(world: World, position: number, ballot: Ballot): Generator<World> {
  if (world.proposers[position] !== 'asks') return;
  for (const promises of majorities(world, ballot)) {
    const candidacy = new Candidacy(ballot, firstSlot, voters, 0);
    for (const [voter, promise] of promises) candidacy.note(voter, promise);
    if (!candidacy.isComplete(epoch)) continue;
    const entries = [...candidacy.recovered(epoch)];
    while (firstSlot + entries.length <= world.lastSlot) entries.push(ownCommand(ballot, entries.length));
    const leads = withProposer(world, position, 'leads');
    // One message for each slot: an acceptor may hear of the second only.
    yield send(
      leads,
      apart(position, { type: 'propose', ballot, from: firstSlot, entries, decidedThrough: epoch }).map(post),
    );
  }
}

type Answer = readonly [ReplicaId, PromiseReply];

/** Every choice of at least two acceptors, and for each of them one of its answers. */
function majorities(world: World, ballot: Ballot): readonly (readonly Answer[])[] {
  let chosen: readonly (readonly Answer[])[] = [[]];
  for (const id of acceptorIds) {
    const answers = world.sent.flatMap(({ message }): readonly Answer[] =>
      message.to === 'proposer' && message.from === id && message.promise.ballot.round === ballot.round
        ? [[id, message.promise]]
        : [],
    );
    chosen = chosen.flatMap((others) => [others, ...answers.map((answer) => [...others, answer])]);
  }
  return chosen.filter(({ length }) => length >= 2);
}

function apart(proposer: number, propose: Propose): readonly Sent[] {
  return propose.entries.map((entry, at) => ({
    to: 'acceptors',
    proposer,
    propose: { ...propose, from: slot(propose.from + at), entries: [entry] },
  }));
}

function ownCommand(ballot: Ballot, sequence: number): Entry {
  return { type: 'commands', commands: [{ origin: ballot.replica, sequence, body: new Uint8Array() }] };
}

function withNode(world: World, position: number, node: Node): World {
  return { ...world, nodes: world.nodes.map((other, at) => (at === position ? node : other)) };
}

function withProposer(world: World, position: number, state: ProposerState): World {
  return { ...world, proposers: world.proposers.map((other, at) => (at === position ? state : other)) };
}

/**
 * Asked again in the ballot that it promised, an acceptor says the same again, or more that is of no use any more: what
 * it accepted since is in that ballot, and so of that candidate itself.
 */
function hasAnswered(
  world: World,
  position: number,
  { proposer, propose }: Sent & { to: 'acceptors' },
): boolean {
  if (propose !== undefined) return false;
  return world.sent.some(
    ({ message }) =>
      message.to === 'proposer' &&
      message.from === acceptorIds[position] &&
      message.promise.ballot.round === ballots[proposer]?.round,
  );
}

/** The disk has it: the answers may leave. */
function confirmed(world: World, position: number, { memory, held }: Node): World {
  return send(withNode(world, position, { disk: memory, memory, held: [] }), held);
}

function send(world: World, posted: readonly Posted[]): World {
  return { ...world, sent: withAll(world.sent, posted) };
}

/** Both, in the order of their texts, each once. */
function withAll(posted: readonly Posted[], more: readonly Posted[]): readonly Posted[] {
  const fresh = more.filter(({ text }) => posted.every((other) => other.text !== text));
  return fresh.length === 0 ? posted : [...posted, ...fresh].sort((a, b) => (a.text < b.text ? -1 : 1));
}

function post(message: Sent): Posted {
  return { text: textOf(message), message };
}

function textOf(message: Sent): string {
  switch (message.to) {
    case 'acceptors': {
      const { proposer, propose } = message;
      return `${proposer}${propose === undefined ? '?' : `!${propose.from}${propose.entries.map(entryText)}`}`;
    }
    case 'proposer':
      return `${message.from}^${message.promise.ballot.round}${acceptedText(message.promise.accepted)}`;
    case 'learners':
      return `${message.from}*${message.accept.ballot.round}:${message.accept.from}-${message.accept.through}`;
  }
}

function acceptedText(accepted: readonly AcceptedEntry[]): string {
  return `[${accepted.map(({ slot: at, ballot, entry }) => `${at}:${ballot.round}${entryText(entry)}`)}]`;
}

function entryText(entry: Entry): string {
  return entry.type === 'commands'
    ? entry.commands.map(({ origin, sequence }) => origin + sequence).join('+')
    : entry.type;
}

function stateText({ promised, accepted }: AcceptorState): string {
  return promised.round + acceptedText(accepted);
}

/** What tells a world from every other. */
export function worldText({ nodes, proposers, sent, crashesLeft }: World): string {
  const disks = nodes.map(({ disk, memory, held }) =>
    disk === memory
      ? stateText(disk)
      : `${stateText(disk)}/${stateText(memory)}/${held.map(({ text }) => text)}`,
  );
  return `${crashesLeft};${disks.join(';')};${proposers.map(([phase]) => phase).join('')};${sent.map(({ text }) => text).join(';')}`;
}
