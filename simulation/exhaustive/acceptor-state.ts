/**
 * One acceptor of the small world: the engine's acceptor, with a disk, and with every message that it has ever sent. A
 * sent message stays sent: it may be delivered at any time, any number of times, or never.
 */

import { Log } from '#shared/paxos/log/log.ts';
import type { Accept, AcceptedEntry, PromiseReply } from '#shared/paxos/messages.ts';
import { type Ballot, noBallot } from '#shared/paxos/model/ballot.ts';
import { noSlot, slot } from '#shared/paxos/model/ids.ts';
import { defaultLimits } from '#shared/paxos/model/limits.ts';
import { Acceptor } from '#shared/paxos/phases/acceptor.ts';
import { acceptedText, epoch, firstSlot, type ToAcceptors } from './messages.ts';

/** An acceptor's state, on its disk or in memory. */
interface Known {
  readonly promised: Ballot;
  readonly accepted: readonly AcceptedEntry[];
}

type Answer = Omit<PromiseReply, 'generation'> | Omit<Accept, 'generation'>;

export interface AcceptorState {
  readonly disk: Known;
  readonly memory: Known;
  /** Answers that wait for the disk, without duplicates. */
  readonly held: readonly Answer[];
  /** Sorted by text, without duplicates. */
  readonly sent: readonly Answer[];
}

const nothing: Known = { promised: noBallot, accepted: [] };

export const freshAcceptor: AcceptorState = { disk: nothing, memory: nothing, held: [], sent: [] };

/** The acceptor under test; tests of the search replace it with a broken one. */
export type MakeAcceptor = (log: Log, promised: Ballot) => Acceptor;
export const realAcceptor: MakeAcceptor = (log, promised) => new Acceptor(log, promised, defaultLimits);

/**
 * The state after `message` is delivered; the same object if nothing changes. The answer waits for the disk.
 *
 * A second prepare in a promised ballot changes nothing: the answer would be the same, or add only entries accepted
 * since, which come from that candidate itself.
 */
export function received(state: AcceptorState, message: ToAcceptors, make: MakeAcceptor): AcceptorState {
  const { ballot, propose } = message;
  if (propose === undefined && promiseTo(state, ballot) !== undefined) return state;
  const log = new Log();
  log.compact(epoch);
  for (const record of state.memory.accepted) log.set(record);
  const acceptor = make(log, state.memory.promised);
  if (!acceptor.allows(ballot)) return state;
  let answer: Answer;
  if (propose === undefined) {
    acceptor.promise(ballot);
    answer = {
      type: 'promise',
      ballot,
      prepared: firstSlot,
      decidedThrough: epoch,
      compactedThrough: noSlot,
      ...acceptor.report(firstSlot, epoch),
    };
  } else {
    const { firstSlot, entries } = propose;
    const { through } = acceptor.accept(ballot, firstSlot, entries, epoch);
    answer = { type: 'accept', ballot, firstSlot, through };
  }
  const memory = { promised: acceptor.promised, accepted: log.recordsSince(firstSlot) };
  return { ...state, memory, held: withAll(state.held, [answer]) };
}

/** The write is durable: the held answers are sent. */
export function confirmed({ memory, held, sent: said }: AcceptorState): AcceptorState {
  return { disk: memory, memory, held: [], sent: withAll(said, held) };
}

/** The fault of sending answers before the write is durable. */
export function sentEarly(state: AcceptorState): AcceptorState {
  return { ...state, sent: withAll(state.sent, state.held) };
}

/** A crash loses memory and the writes that are not durable. */
export function crashed({ disk, sent: said }: AcceptorState): AcceptorState {
  return { disk, memory: disk, held: [], sent: said };
}

/** Its promise to the candidate of `ballot`, if it has sent one. */
export function promiseTo({ sent: said }: AcceptorState, ballot: Ballot): PromiseReply | undefined {
  for (const answer of said) {
    if (answer.type === 'promise' && answer.ballot.round === ballot.round) return answer;
  }
  return undefined;
}

export function acceptsIn(
  { sent: said }: AcceptorState,
  ballot: Ballot,
): readonly Omit<Accept, 'generation'>[] {
  return said
    .filter((answer) => answer.type === 'accept')
    .filter((answer) => answer.ballot.round === ballot.round);
}

export function acceptorText({ disk, memory, held, sent: said }: AcceptorState): string {
  return `${knownText(disk)}/${knownText(memory)}/${held.map(answerText)}/${said.map(answerText)}`;
}

/** The union, sorted by text, without duplicates. */
function withAll(answers: readonly Answer[], more: readonly Answer[]): readonly Answer[] {
  const byText = new Map([...answers, ...more].map((answer) => [answerText(answer), answer] as const));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, answer]) => answer);
}

export function answerText(answer: Answer): string {
  const { round } = answer.ballot;
  return answer.type === 'promise'
    ? `${round}^${acceptedText(answer.accepted)}`
    : `${round}*${answer.firstSlot}-${slot(answer.through)}`;
}

function knownText({ promised, accepted }: Known): string {
  return promised.round + acceptedText(accepted);
}
