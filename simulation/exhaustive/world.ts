/**
 * A world small enough to visit each of its states: three acceptors, two proposers, one or two slots.
 *
 * It runs the engine's acceptor, candidacy and learner, and its decided log, which reads the announcement of a leader: the
 * decision of what was proposed in its ballot. A sent message stays sent: it may be delivered at any time, any
 * number of times, or never, which covers delay, reordering, repetition and loss.
 *
 * Only the first acceptor may crash: its answers wait until its write is durable, and a crash loses pending writes. For
 * the others a slow write is equivalent to a slow message. The choice of the crashing acceptor does not matter, because
 * acceptors are interchangeable: worlds that differ only in the order of the other two are one (symmetry: Ip & Dill,
 * "Better Verification Through Symmetry", 1996), and so are worlds that differ in the order of all three once no crash
 * is left.
 *
 * A world is one number composed of the numbers of its parts: an acceptor's next state depends only on its own state
 * and the message, and is computed once.
 */

import { DecidedLog } from '#shared/paxos/log/decided-log.ts';
import { Learner } from '#shared/paxos/log/learner.ts';
import { Log } from '#shared/paxos/log/log.ts';
import type { AcceptedEntry, PromiseReply, Propose } from '#shared/paxos/messages.ts';
import type { Ballot } from '#shared/paxos/model/ballot.ts';
import type { Entry } from '#shared/paxos/model/entry.ts';
import { type Slot, slot } from '#shared/paxos/model/ids.ts';
import { defaultLimits } from '#shared/paxos/model/limits.ts';
import { Candidacy } from '#shared/paxos/phases/candidacy.ts';
import {
  type AcceptorState,
  acceptorText,
  acceptsIn,
  answerText,
  confirmed,
  crashed,
  freshAcceptor,
  type MakeAcceptor,
  promiseTo,
  realAcceptor,
  received,
  sentEarly,
} from './acceptor-state.ts';
import { Interned, memoized, numbersOfTexts } from './interned.ts';
import {
  acceptedText,
  acceptorIds,
  ballots,
  entryText,
  epoch,
  firstSlot,
  messageText,
  ownCommand,
  type ToAcceptors,
  voters,
} from './messages.ts';
import { maxAcceptorStates, maxRestStates, numberOf, type Places, placesOf } from './world-number.ts';

export interface Bounds {
  /** Slots with proposals. */
  readonly slots: number;
  /** Crashes of the one acceptor that may crash. */
  readonly crashes: number;
}

/** Faults that tests of the search inject. */
export interface Breaks {
  readonly makeAcceptor?: MakeAcceptor;
  /** Learners of the members that receive announcements. */
  readonly makeLearner?: () => Learner;
  /** A leader announces what it has proposed, before a majority has accepted it. */
  readonly announcesEarly?: boolean;
  /** Answers are sent before the write is durable. */
  readonly answersEarly?: boolean;
}

/** The proposals of each ballot, from the first slot on; absent while its proposer waits for promises. */
interface Proposers {
  readonly proposed: readonly (readonly Entry[] | undefined)[];
  readonly crashesLeft: number;
}

type Event = 'receives' | 'completes its write' | 'crashes' | 'leads';

/**
 * Called for each event of a world, with the number of the world that it leads to.
 *
 * @param at the acceptor, from 1, or the position of the ballot that leads.
 * @param subject the number of the message that is received, or of the rest with the new proposal; else 0.
 */
type Visit = (next: number, event: Event, at: number, subject: number) => void;

export class SmallWorld {
  readonly first: number;
  readonly #lastSlot: Slot;
  readonly #make: MakeAcceptor;
  readonly #answersEarly: boolean;
  readonly #makeLearner: () => Learner;
  readonly #announcesEarly: boolean;
  readonly #acceptors = new Interned<AcceptorState>(acceptorText);
  readonly #rests = new Interned<Proposers>(restText);
  readonly #messages = new Interned<ToAcceptors>(messageText);
  /** By state and message: the acceptor's next state. */
  readonly #heard = new Map<number, number>();
  readonly #decisions = new Map<number, readonly number[]>();
  /** By the number of the rest: the messages that may be delivered. */
  readonly #onTheirWay: (readonly number[])[] = [];
  readonly #afterLeading = ballots.map(() => new Map<number, readonly number[]>());
  /** What of a part of the world matters for those: parts that are alike in it have the same number. */
  readonly #proposed = numbersOfTexts((rest) =>
    String(this.#rests.valueOf(rest).proposed.map((entries) => entries?.map(entryText))),
  );
  readonly #accepts = numbersOfTexts((acceptor) => {
    const state = this.#acceptors.valueOf(acceptor);
    const sent = ballots.map((ballot) => acceptsIn(state, ballot).map(answerText)).join('|');
    return `${sent}|${acceptedText(state.memory.accepted)}`;
  });
  /** By the number of an acceptor, or of the rest: that after its write, or after a crash. */
  readonly #afterWriting = memoized((acceptor) =>
    this.#acceptors.numberOf(confirmed(this.#acceptors.valueOf(acceptor))),
  );
  readonly #withoutHeld = memoized((acceptor) =>
    this.#acceptors.numberOf(crashed(this.#acceptors.valueOf(acceptor))),
  );
  readonly #afterCrash = memoized((number) => {
    const rest = this.#rests.valueOf(number);
    return this.#rests.numberOf({ ...rest, crashesLeft: rest.crashesLeft - 1 });
  });
  readonly #promises = ballots.map((ballot) =>
    numbersOfTexts((acceptor) => {
      const promise = promiseTo(this.#acceptors.valueOf(acceptor), ballot);
      return promise === undefined ? '-' : answerText(promise);
    }),
  );

  /** Both proposers have sent their prepares; nothing is delivered. */
  constructor(
    { slots, crashes }: Bounds,
    {
      makeAcceptor = realAcceptor,
      answersEarly = false,
      makeLearner = () => new Learner(),
      announcesEarly = false,
    }: Breaks = {},
  ) {
    this.#lastSlot = slot(firstSlot + slots - 1);
    this.#make = makeAcceptor;
    this.#answersEarly = answersEarly;
    this.#makeLearner = makeLearner;
    this.#announcesEarly = announcesEarly;
    const fresh = this.#acceptors.numberOf(freshAcceptor);
    const rest = this.#rests.numberOf({ proposed: ballots.map(() => undefined), crashesLeft: crashes });
    this.first = this.#numberOf(rest, fresh, fresh, fresh);
  }

  /** How many acceptor states were reached. */
  get acceptorStates(): number {
    return this.#acceptors.count;
  }

  /** Every world that one event leads to; possibly with duplicates. */
  successors(world: number): readonly number[] {
    const found: number[] = [];
    this.#visitSuccessors(world, (next) => found.push(next));
    return found;
  }

  /** @returns the description of an event that leads from one world to another; undefined if none does. */
  eventBetween(from: number, to: number): string | undefined {
    let found: string | undefined;
    this.#visitSuccessors(from, (next, event, at, subject) => {
      if (next === to) found ??= this.#eventText(event, at, subject);
    });
    return found;
  }

  #visitSuccessors(world: number, visit: Visit): void {
    const places = placesOf(world);
    const rest = this.#rests.valueOf(places[0]);
    const messages = this.#messagesOf(places[0]);
    for (let at = 1; at <= acceptorIds.length; at += 1) {
      const before = places[at] ?? 0;
      const mayCrash = at === 1 && rest.crashesLeft > 0;
      for (const message of messages) {
        const after = this.#afterHearing(before, message, mayCrash);
        if (after !== before) visit(this.#with(places, places[0], at, after), 'receives', at, message);
      }
      if (this.#acceptors.valueOf(before).held.length === 0) continue;
      visit(this.#with(places, places[0], at, this.#afterWriting(before)), 'completes its write', at, 0);
      visit(this.#with(places, this.#afterCrash(places[0]), at, this.#withoutHeld(before)), 'crashes', at, 0);
    }
    for (const position of ballots.keys()) this.#visitLeaderships(places, position, visit);
  }

  /**
   * How many different entries each slot decides: for a learner that receives every message sent so far, and for each
   * acceptor that receives an announcement of a leader.
   */
  decisions(world: number): readonly number[] {
    const [rest, ...acceptors] = placesOf(world);
    const [first, second, third] = acceptors;
    const accepts = this.#accepts;
    const key = numberOf(this.#proposed(rest), accepts(first), accepts(second), accepts(third), true);
    let counts = this.#decisions.get(key);
    if (counts === undefined) {
      const states = acceptors.map((number) => this.#acceptors.valueOf(number));
      counts = this.#decided(this.#rests.valueOf(rest).proposed, states);
      this.#decisions.set(key, counts);
    }
    return counts;
  }

  #decided(proposed: Proposers['proposed'], states: readonly AcceptorState[]): readonly number[] {
    const chosen = Array.from({ length: this.#lastSlot - firstSlot + 1 }, () => new Set<string>());
    for (const [position, ballot] of ballots.entries()) {
      const learner = new Learner();
      for (const [at, entry] of (proposed[position] ?? []).entries()) {
        learner.noteProposal(slot(firstSlot + at), ballot, entry);
      }
      for (const [place, state] of states.entries()) {
        const voter = acceptorIds[place];
        if (voter === undefined) continue;
        for (const { firstSlot, through } of acceptsIn(state, ballot)) {
          for (let at = firstSlot; at <= through; at = slot(at + 1)) learner.noteAccept(at, ballot, voter);
        }
      }
      for (const [place, entries] of chosen.entries()) {
        const one = learner.chosen(slot(firstSlot + place), { epoch, configuration: voters });
        if (one !== undefined) entries.add(entryText(one.entry));
      }
      const through = this.#announcedThrough(learner, proposed[position] ?? []);
      for (const { memory } of states)
        this.#decidedByAnnouncement(memory.accepted, ballot, through, (at, entry) =>
          chosen[at - firstSlot]?.add(entryText(entry)),
        );
    }
    return chosen.map(({ size }) => size);
  }

  /** The last slot that the leader of a ballot, which has received all accepts in it, may announce. */
  #announcedThrough(leader: Learner, proposed: readonly Entry[]): Slot {
    let through = epoch;
    for (const at of proposed.keys()) {
      const isChosen = leader.chosen(slot(firstSlot + at), { epoch, configuration: voters }) !== undefined;
      if (!isChosen && !this.#announcesEarly) break;
      through = slot(firstSlot + at);
    }
    return through;
  }

  /** A member that holds `accepted`, and nothing as decided, receives the announcement of `ballot` through a slot. */
  #decidedByAnnouncement(
    accepted: readonly AcceptedEntry[],
    ballot: Ballot,
    through: Slot,
    decides: (at: Slot, entry: Entry) => void,
  ): void {
    if (through === epoch) return;
    const [log, learner] = [new Log(), this.#makeLearner()];
    const decided = new DecidedLog(log, learner, defaultLimits, ({ slot: at, entry }) => decides(at, entry));
    const state = new Uint8Array();
    decided.restore({ through: epoch, epoch, configuration: voters, sessions: [], state });
    for (const record of accepted) {
      log.set(record);
      learner.noteProposal(record.slot, record.ballot, record.entry);
    }
    decided.commit(ballot, through);
  }

  /** Prepares are in transit from the beginning; each slot of a proposal travels separately. */
  #messagesOf(rest: number): readonly number[] {
    const known = this.#onTheirWay[rest];
    if (known !== undefined) return known;
    const { proposed } = this.#rests.valueOf(rest);
    const messages = ballots.flatMap((ballot, position) => [
      this.#messages.numberOf({ ballot }),
      ...(proposed[position] ?? []).map((entry, at) => {
        const from = slot(firstSlot + at);
        const propose: Propose = {
          type: 'propose',
          ballot,
          firstSlot: from,
          entries: [entry],
          decidedThrough: epoch,
        };
        return this.#messages.numberOf({ ballot, propose });
      }),
    ]);
    this.#onTheirWay[rest] = messages;
    return messages;
  }

  #afterHearing(before: number, message: number, mayCrash: boolean): number {
    const key = (before * 1_024 + message) * 2 + Number(mayCrash);
    const known = this.#heard.get(key);
    if (known !== undefined) return known;
    const state = this.#acceptors.valueOf(before);
    const after = received(state, this.#messages.valueOf(message), this.#make);
    const waiting = this.#answersEarly ? sentEarly(after) : after;
    const isSame = after === state;
    const number = isSame ? before : this.#acceptors.numberOf(mayCrash ? waiting : confirmed(after));
    this.#heard.set(key, number);
    return number;
  }

  #visitLeaderships(places: Places, position: number, visit: Visit): void {
    const [rest, first, second, third] = places;
    const promiseOf = this.#promises[position];
    const known = this.#afterLeading[position];
    if (promiseOf === undefined || known === undefined) return;
    const key = numberOf(rest, promiseOf(first), promiseOf(second), promiseOf(third), false);
    let after = known.get(key);
    if (after === undefined) {
      after = this.#leaderships(places, position);
      known.set(key, after);
    }
    for (const led of after) visit(this.#numberOf(led, first, second, third), 'leads', position, led);
  }

  /**
   * A proposer may lead after promises of any majority among the acceptors that have answered, as the rest may be slow.
   * It proposes the entries that it must, then its own commands.
   */
  #leaderships([restNumber, ...acceptors]: Places, position: number): readonly number[] {
    const ballot = ballots[position];
    const rest = this.#rests.valueOf(restNumber);
    if (ballot === undefined || rest.proposed[position] !== undefined) return [];
    const promises = acceptors.map((number) => promiseTo(this.#acceptors.valueOf(number), ballot));
    const led = new Set<number>();
    for (const left of [undefined, 0, 1, 2]) {
      const candidacy = new Candidacy(ballot, firstSlot, voters, 0);
      for (const [at, promise] of promises.entries()) if (at !== left) note(candidacy, at, promise);
      if (!candidacy.isComplete(epoch)) continue;
      const entries = [...candidacy.recovered(epoch)];
      while (firstSlot + entries.length <= this.#lastSlot) entries.push(ownCommand(ballot, entries.length));
      led.add(this.#rests.numberOf({ ...rest, proposed: rest.proposed.with(position, entries) }));
    }
    return [...led];
  }

  /** The number of a world with another `rest`, and with the acceptor `at` in the state `after`. */
  #with([, first, second, third]: Places, rest: number, at: number, after: number): number {
    if (at === 1) return this.#numberOf(rest, after, second, third);
    return at === 2 ? this.#numberOf(rest, first, after, third) : this.#numberOf(rest, first, second, after);
  }

  #eventText(event: Event, at: number, subject: number): string {
    if (event === 'leads') {
      const entries = this.#rests.valueOf(subject).proposed[at];
      return `${ballots[at]?.replica} leads and proposes ${entries?.map(entryText)}`;
    }
    const what = event === 'receives' ? `receives ${this.#messageText(subject)}` : event;
    return `${acceptorIds[at - 1]} ${what}`;
  }

  #messageText(message: number): string {
    const { ballot, propose } = this.#messages.valueOf(message);
    if (propose === undefined) return `the prepare of ${ballot.replica}`;
    return `${propose.entries.map(entryText)} for slot ${propose.firstSlot} from ${ballot.replica}`;
  }

  #numberOf(rest: number, first: number, second: number, third: number): number {
    const { crashesLeft } = this.#rests.valueOf(rest);
    const isAlike = crashesLeft === 0 && this.#acceptors.valueOf(first).held.length === 0;
    if (this.#acceptors.count > maxAcceptorStates || this.#rests.count > maxRestStates) {
      throw new RangeError(
        `the world is too large for its numbers: ${this.#acceptors.count} ${this.#rests.count}`,
      );
    }
    return numberOf(rest, first, second, third, isAlike);
  }
}

function note(candidacy: Candidacy, at: number, promise: PromiseReply | undefined): void {
  const voter = acceptorIds[at];
  if (voter !== undefined && promise !== undefined) candidacy.note(voter, promise);
}

function restText({ proposed, crashesLeft }: Proposers): string {
  return `${crashesLeft};${proposed.map((entries) => entries?.map(entryText).join() ?? '-').join(';')}`;
}
