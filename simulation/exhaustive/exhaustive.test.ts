import { describe, expect, it } from 'vitest';
import { Learner } from '#shared/paxos/log/learner.ts';
import type { Log } from '#shared/paxos/log/log.ts';
import { type Ballot, noBallot } from '#shared/paxos/model/ballot.ts';
import type { Entry } from '#shared/paxos/model/entry.ts';
import type { Slot } from '#shared/paxos/model/ids.ts';
import { defaultLimits } from '#shared/paxos/model/limits.ts';
import { Acceptor } from '#shared/paxos/phases/acceptor.ts';
import type { MakeAcceptor } from './acceptor-state.ts';
import { ballots } from './messages.ts';
import { search } from './search.ts';

const maxStates = 4_000_000;

describe('every state of a world of three acceptors and two proposers', () => {
  it.each([
    { slots: 1, crashes: 0, states: 580, fullyDecided: 402 },
    { slots: 2, crashes: 0, states: 47_492, fullyDecided: 30_091 },
    { slots: 1, crashes: 1, states: 6432, fullyDecided: 4534 },
    { slots: 2, crashes: 1, states: 1_715_732, fullyDecided: 1_040_194 },
  ])('each of $slots slots is decided in one way at most, with $crashes crashes', (bounds) => {
    const { slots, crashes, ...expected } = bounds;
    const result = search({ slots, crashes }, maxStates);
    expect(result.disagreement).toBeUndefined();
    expect(result).toMatchObject(expected);
  });
});

class BelowPromise extends Acceptor {
  override allows(): boolean {
    return true;
  }
  override promise(): boolean {
    return true;
  }
}

class Silent extends Acceptor {
  override report(from: Parameters<Acceptor['report']>[0]): ReturnType<Acceptor['report']> {
    return { firstSlot: from, accepted: [] };
  }
}

class OnlyTheFirstSlot extends Acceptor {
  override report(...asked: Parameters<Acceptor['report']>): ReturnType<Acceptor['report']> {
    const { firstSlot: from, accepted } = super.report(...asked);
    return { firstSlot: from, accepted: accepted.slice(0, 1) };
  }
}

class PromiseNotRaised extends Acceptor {
  override accept(...asked: Parameters<Acceptor['accept']>): ReturnType<Acceptor['accept']> {
    return { ...super.accept(...asked), raised: false };
  }
  override get promised(): Ballot {
    return noBallot;
  }
}

const made =
  (Broken: new (log: Log, promised: Ballot, limits: typeof defaultLimits) => Acceptor): MakeAcceptor =>
  (log, promised) =>
    new Broken(log, promised, defaultLimits);

describe('the search finds, by the shortest path,', () => {
  it.each([
    ['an acceptor that accepts below its promise', made(BelowPromise), 1],
    ['an acceptor that keeps what it accepted to itself', made(Silent), 1],
    ['an acceptor that reports one slot only', made(OnlyTheFirstSlot), 2],
    ['an acceptor that forgets its promise', made(PromiseNotRaised), 1],
  ])('%s', (_, makeAcceptor, slots) => {
    const { disagreement, depth } = search({ slots, crashes: 0 }, maxStates, { makeAcceptor });
    expect(disagreement).toHaveLength(depth);
    expect(disagreement?.filter((line) => line.includes('leads'))).toHaveLength(2);
  });

  it('a member that decides by an announcement what it holds of another ballot', () => {
    class AnyBallot extends Learner {
      override proposed(at: Slot): Entry | undefined {
        return ballots.map((ballot) => super.proposed(at, ballot)).find((entry) => entry !== undefined);
      }
    }
    const makeLearner = () => new AnyBallot();
    const { disagreement, depth } = search({ slots: 1, crashes: 0 }, maxStates, { makeLearner });
    expect(disagreement).toHaveLength(depth);
    expect(disagreement?.filter((line) => line.includes('leads'))).toHaveLength(2);
  });

  it('a leader that announces what no majority has accepted', () => {
    const { disagreement } = search({ slots: 1, crashes: 0 }, maxStates, { announcesEarly: true });
    expect(disagreement?.filter((line) => line.includes('leads'))).toHaveLength(2);
  });

  it('answers sent before the disk has them: it takes a crash', () => {
    expect(search({ slots: 1, crashes: 0 }, maxStates, { answersEarly: true }).disagreement).toBeUndefined();
    const { disagreement } = search({ slots: 1, crashes: 1 }, maxStates, { answersEarly: true });
    expect(disagreement).toContain('x crashes');
  });
});
