/**
 * A world so small that every one of its states can be visited: three acceptors, two proposers, a slot or two.
 *
 * It is made of the engine's own acceptor, candidacy and learner. A message that was sent stays sent: it may be
 * delivered at any time, again and again, or never, so that delay, reordering, repetition and loss are all in it.
 *
 * The first acceptor is the one that may crash: its answers wait until its write is confirmed, and a crash takes what
 * was not. For the others a slow confirmation is the same as a slow message. Which of them crashes does not matter, as
 * nothing tells acceptors apart: worlds in which two of the others change places are one (symmetry: Ip & Dill, "Better
 * Verification Through Symmetry", 1996), and so are all three once nobody may crash any more.
 *
 * A world is one number, as each of its parts is one of few: what an acceptor does next depends on nothing but its own
 * state and the message, and is worked out once.
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
  heard,
  type MakeAcceptor,
  promiseTo,
  realAcceptor,
  saidEarly,
} from './acceptor-state.ts';
import { Interned } from './interned.ts';
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

export interface Bounds {
  /** Slots that are proposed for. */
  readonly slots: number;
  /** Crashes of the one acceptor that may crash. */
  readonly crashes: number;
}

/** What a test of the search breaks. */
export interface Breaks {
  readonly makeAcceptor?: MakeAcceptor;
  /** Answers do not wait for the disk. */
  readonly answersEarly?: boolean;
}

/** What each ballot proposes, from the first slot on; absent while its proposer asks for promises. */
interface Proposers {
  readonly proposed: readonly (readonly Entry[] | undefined)[];
  readonly crashesLeft: number;
}

/** A world's number, and in words what led to it. */
export interface Step {
  readonly world: number;
  readonly what: () => string;
}

/** Acceptors' states, and states of the rest, at most: so that four of them make one exact number. */
const maxAcceptorStates = 2 ** 15;
const maxRestStates = 2 ** 8;

type Places = readonly [rest: number, first: number, second: number, third: number];

export class SmallWorld {
  readonly first: number;
  readonly #lastSlot: Slot;
  readonly #make: MakeAcceptor;
  readonly #answersEarly: boolean;
  readonly #acceptors = new Interned<AcceptorState>(acceptorText);
  readonly #rests = new Interned<Proposers>(restText);
  readonly #messages = new Interned<ToAcceptors>(messageText);
  /** By state and message: what an acceptor becomes. */
  readonly #heard = new Map<number, number>();
  readonly #decisions = new Map<string, readonly number[]>();
  /** By the number of the rest: what may arrive. */
  readonly #onTheirWay: (readonly number[])[] = [];
  readonly #afterLeading = new Map<string, readonly number[]>();
  /** Parts of those keys, each worked out once. */
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

  /** Both proposers have asked everyone; nothing has arrived. */
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

  /** How many states an acceptor was found in. */
  get acceptorStates(): number {
    return this.#acceptors.count;
  }

  /** Every world that one event leads to; some more than once. */
  *successors(world: number): Generator<Step> {
    const places = placesOf(world);
    const rest = this.#rests.valueOf(places[0]);
    const messages = this.#messagesOf(places[0]);
    for (let at = 1; at <= acceptorIds.length; at += 1) {
      const before = places[at] ?? 0;
      const mayCrash = at === 1 && rest.crashesLeft > 0;
      for (const message of messages) {
        const after = this.#afterHearing(before, message, mayCrash);
        if (after !== before) yield this.#step(places, at, after, () => `gets ${this.#messageText(message)}`);
      }
      const state = this.#acceptors.valueOf(before);
      if (state.held.length === 0) continue;
      yield this.#step(places, at, this.#acceptors.numberOf(confirmed(state)), () => 'has it on disk');
      const without = this.#rests.numberOf({ ...rest, crashesLeft: rest.crashesLeft - 1 });
      const [, ...others] = places;
      const after = this.#acceptors.numberOf(crashed(state));
      yield this.#step([without, ...others], at, after, () => 'crashes');
    }
    for (const [position] of ballots.entries()) yield* this.#led(places, position);
  }

  /** In how many ways each slot was decided, by a learner that has heard everything said so far. */
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

  /** Prepares are on their way from the beginning; of a proposal each slot travels by itself. */
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
    const after = heard(state, this.#messages.valueOf(message), this.#make);
    const waiting = this.#answersEarly ? saidEarly(after) : after;
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
   * A proposer may lead once it has heard a majority: any majority of those that have answered, as the rest may be slow.
   * It proposes what it must first, then commands of its own.
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

  /** The same for worlds that differ in nothing but who is who. */
  #numberOf([rest, first, second, third]: Places): number {
    const { crashesLeft } = this.#rests.valueOf(rest);
    const isAlike = crashesLeft === 0 && this.#acceptors.valueOf(first).held.length === 0;
    const [a = 0, b = 0, c = 0] = isAlike
      ? [first, second, third].sort((one, other) => one - other)
      : [first, Math.min(second, third), Math.max(second, third)];
    if (this.#acceptors.count > maxAcceptorStates || this.#rests.count > maxRestStates) {
      throw new RangeError(
        `the world is too large for its numbers: ${this.#acceptors.count} ${this.#rests.count}`,
      );
    }
    return ((rest * maxAcceptorStates + a) * maxAcceptorStates + b) * maxAcceptorStates + c;
  }
}

/** `make` for each number once. */
function remembering(make: (number: number) => string): (number: number) => string {
  const made: string[] = [];
  return (number) => {
    const known = made[number] ?? make(number);
    made[number] = known;
    return known;
  };
}

function note(candidacy: Candidacy, at: number, promise: PromiseReply | undefined): void {
  const voter = acceptorIds[at];
  if (voter !== undefined && promise !== undefined) candidacy.note(voter, promise);
}

function placesOf(world: number): Places {
  const third = world % maxAcceptorStates;
  const two = Math.floor(world / maxAcceptorStates);
  const second = two % maxAcceptorStates;
  const one = Math.floor(two / maxAcceptorStates);
  return [Math.floor(one / maxAcceptorStates), one % maxAcceptorStates, second, third];
}

function restText({ proposed, crashesLeft }: Proposers): string {
  return `${crashesLeft};${proposed.map((entries) => entries?.map(entryText).join() ?? '-').join(';')}`;
}
