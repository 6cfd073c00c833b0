/**
 * One acceptor of the small world: the engine's own, with a disk, and with all that it has ever said. What was said stays
 * said: it may arrive at any time, again and again, or never.
 */

import { Log } from '#shared/paxos/log/log.ts';
import type { Accept, AcceptedEntry, PromiseReply } from '#shared/paxos/messages.ts';
import { type Ballot, noBallot } from '#shared/paxos/model/ballot.ts';
import { noSlot, slot } from '#shared/paxos/model/ids.ts';
import { defaultLimits } from '#shared/paxos/model/limits.ts';
import { Acceptor } from '#shared/paxos/phases/acceptor.ts';
import { acceptedText, epoch, firstSlot, type ToAcceptors } from './messages.ts';

/** What an acceptor knows: on its disk, or in its memory. */
interface Known {
  readonly promised: Ballot;
  readonly accepted: readonly AcceptedEntry[];
}

type Answer = Omit<PromiseReply, 'generation'> | Omit<Accept, 'generation'>;

export interface AcceptorState {
  readonly disk: Known;
  readonly memory: Known;
  /** Answers that wait for the disk, each once. */
  readonly held: readonly Answer[];
  /** In the order of their texts, each once. */
  readonly said: readonly Answer[];
}

const nothing: Known = { promised: noBallot, accepted: [] };

export const freshAcceptor: AcceptorState = { disk: nothing, memory: nothing, held: [], said: [] };

/** The acceptor as the world has it; the breaks of the search's own test replace it. */
export type MakeAcceptor = (log: Log, promised: Ballot) => Acceptor;
export const realAcceptor: MakeAcceptor = (log, promised) => new Acceptor(log, promised, defaultLimits);

/**
 * What becomes of it when it gets `message`; the same where nothing does. Its answer waits for the disk.
 *
 * Asked again in a ballot that it has promised, it would say the same again, or more that is of no use any more: what it
 * accepted since is in that ballot, and so of that candidate itself.
 */
export function heard(state: AcceptorState, message: ToAcceptors, make: MakeAcceptor): AcceptorState {
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

/** The disk has it: the answers have left. */
export function confirmed({ memory, held, said }: AcceptorState): AcceptorState {
  return { disk: memory, memory, held: [], said: withAll(said, held) };
}

/** The mistake of answering before the disk has it. */
export function saidEarly(state: AcceptorState): AcceptorState {
  return { ...state, said: withAll(state.said, state.held) };
}

/** Memory is gone, and what was not on the disk. */
export function crashed({ disk, said }: AcceptorState): AcceptorState {
  return { disk, memory: disk, held: [], said };
}

/** What it said to the candidate of `ballot`, if it did. */
export function promiseTo({ said }: AcceptorState, ballot: Ballot): PromiseReply | undefined {
  for (const answer of said) {
    if (answer.type === 'promise' && answer.ballot.round === ballot.round) return answer;
  }
  return undefined;
}

export function acceptsIn({ said }: AcceptorState, ballot: Ballot): readonly Omit<Accept, 'generation'>[] {
  return said
    .filter((answer) => answer.type === 'accept')
    .filter((answer) => answer.ballot.round === ballot.round);
}

export function acceptorText({ disk, memory, held, said }: AcceptorState): string {
  return `${knownText(disk)}/${knownText(memory)}/${held.map(answerText)}/${said.map(answerText)}`;
}

/** Both, in the order of their texts, each once. */
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
