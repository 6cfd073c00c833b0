/**
 * A world small enough to visit each of its states: three acceptors, two proposers, one or two slots.
 *
 * It runs the engine's acceptor, candidacy and learner. A sent message stays sent: it may be delivered at any time, any
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

import { Learner } from '#shared/paxos/log/learner.ts';
import type { PromiseReply, Propose } from '#shared/paxos/messages.ts';
import type { Entry } from '#shared/paxos/model/entry.ts';
import { type Slot, slot } from '#shared/paxos/model/ids.ts';
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
import { Interned, remembering } from './interned.ts';
import {
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
  /** Answers are sent before the write is durable. */
  readonly answersEarly?: boolean;
}

/** The proposals of each ballot, from the first slot on; absent while its proposer waits for promises. */
interface Proposers {
  readonly proposed: readonly (readonly Entry[] | undefined)[];
  readonly crashesLeft: number;
}

/** A world's number, and the description of the event that led to it. */
export interface Step {
  readonly world: number;
  readonly what: () => string;
}

export class SmallWorld {
  readonly first: number;
  readonly #lastSlot: Slot;
  readonly #make: MakeAcceptor;
  readonly #answersEarly: boolean;
  readonly #acceptors = new Interned<AcceptorState>(acceptorText);
  readonly #rests = new Interned<Proposers>(restText);
  readonly #messages = new Interned<ToAcceptors>(messageText);
  /** By state and message: the acceptor's next state. */
  readonly #heard = new Map<number, number>();
  readonly #decisions = new Map<string, readonly number[]>();
  /** By the number of the rest: the messages that may be delivered. */
  readonly #onTheirWay: (readonly number[])[] = [];
  readonly #afterLeading = new Map<string, readonly number[]>();
  /** Parts of those keys, each computed once. */
  readonly #proposed = remembering((rest) =>
    String(this.#rests.valueOf(rest).proposed.map((entries) => entries?.map(entryText))),
  );
  readonly #accepts = remembering((acceptor) => {
    const state = this.#acceptors.valueOf(acceptor);
    return ballots.map((ballot) => acceptsIn(state, ballot).map(answerText)).join('|');
  });
  readonly #promises = ballots.map((ballot) =>
    remembering((acceptor) => {
      const promise = promiseTo(this.#acceptors.valueOf(acceptor), ballot);
      return promise === undefined ? '-' : answerText(promise);
    }),
  );

  /** Both proposers have sent their prepares; nothing is delivered. */
  constructor(
    { slots, crashes }: Bounds,
    { makeAcceptor = realAcceptor, answersEarly = false }: Breaks = {},
  ) {
    this.#lastSlot = slot(firstSlot + slots - 1);
    this.#make = makeAcceptor;
    this.#answersEarly = answersEarly;
    const fresh = this.#acceptors.numberOf(freshAcceptor);
    const rest = this.#rests.numberOf({ proposed: ballots.map(() => undefined), crashesLeft: crashes });
    this.first = this.#numberOf([rest, fresh, fresh, fresh]);
  }

  /** How many acceptor states were reached. */
  get acceptorStates(): number {
    return this.#acceptors.count;
  }

  /** Every world that one event leads to; possibly with duplicates. */
  *successors(world: number): Generator<Step> {
    const places = placesOf(world);
    const rest = this.#rests.valueOf(places[0]);
    const messages = this.#messagesOf(places[0]);
    for (let at = 1; at <= acceptorIds.length; at += 1) {
      const before = places[at] ?? 0;
      const mayCrash = at === 1 && rest.crashesLeft > 0;
      for (const message of messages) {
        const after = this.#afterHearing(before, message, mayCrash);
        if (after !== before)
          yield this.#step(places, at, after, () => `receives ${this.#messageText(message)}`);
      }
      const state = this.#acceptors.valueOf(before);
      if (state.held.length === 0) continue;
      yield this.#step(places, at, this.#acceptors.numberOf(confirmed(state)), () => 'completes its write');
      const without = this.#rests.numberOf({ ...rest, crashesLeft: rest.crashesLeft - 1 });
      const [, ...others] = places;
      const after = this.#acceptors.numberOf(crashed(state));
      yield this.#step([without, ...others], at, after, () => 'crashes');
    }
    for (const [position] of ballots.entries()) yield* this.#led(places, position);
  }

  /** How many different entries each slot decides, for a learner that receives every message sent so far. */
  decisions(world: number): readonly number[] {
    const [rest, ...acceptors] = placesOf(world);
    const key = `${this.#proposed(rest)} ${acceptors.map((number) => this.#accepts(number)).join(' ')}`;
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
    }
    return chosen.map(({ size }) => size);
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

  *#led(places: Places, position: number): Generator<Step> {
    const [rest, first, second, third] = places;
    const promiseOf = this.#promises[position];
    const promises = [first, second, third].map((number) => promiseOf?.(number));
    const key = `${position} ${rest} ${promises.join()}`;
    let after = this.#afterLeading.get(key);
    if (after === undefined) {
      after = this.#leaderships(places, position);
      this.#afterLeading.set(key, after);
    }
    for (const led of after) {
      const what = (): string => {
        const entries = this.#rests.valueOf(led).proposed[position];
        return `${ballots[position]?.replica} leads and proposes ${entries?.map(entryText)}`;
      };
      yield { world: this.#numberOf([led, first, second, third]), what };
    }
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

  #step(places: Places, at: number, after: number, what: () => string): Step {
    const [rest, first, second, third] = places.with(at, after);
    const world = this.#numberOf([rest ?? 0, first ?? 0, second ?? 0, third ?? 0]);
    return { world, what: () => `${acceptorIds[at - 1]} ${what()}` };
  }

  #messageText(message: number): string {
    const { ballot, propose } = this.#messages.valueOf(message);
    if (propose === undefined) return `the prepare of ${ballot.replica}`;
    return `${propose.entries.map(entryText)} for slot ${propose.firstSlot} from ${ballot.replica}`;
  }

  #numberOf(places: Places): number {
    const [rest, first] = places;
    const { crashesLeft } = this.#rests.valueOf(rest);
    const isAlike = crashesLeft === 0 && this.#acceptors.valueOf(first).held.length === 0;
    if (this.#acceptors.count > maxAcceptorStates || this.#rests.count > maxRestStates) {
      throw new RangeError(
        `the world is too large for its numbers: ${this.#acceptors.count} ${this.#rests.count}`,
      );
    }
    return numberOf(places, isAlike);
  }
}

function note(candidacy: Candidacy, at: number, promise: PromiseReply | undefined): void {
  const voter = acceptorIds[at];
  if (voter !== undefined && promise !== undefined) candidacy.note(voter, promise);
}

function restText({ proposed, crashesLeft }: Proposers): string {
  return `${crashesLeft};${proposed.map((entries) => entries?.map(entryText).join() ?? '-').join(';')}`;
}
