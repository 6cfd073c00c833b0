import { describe, expect, it } from 'vitest';
import { replicaId, slot } from '#shared/paxos/model/ids.ts';
import {
  away,
  chosen,
  chosenAfterSleep,
  chosenWithout,
  now,
  there,
  witness,
} from '../testing/member-facts.ts';
import {
  caughtUpSlots,
  longLostTicks,
  maxChosenVoters,
  settledLinkTicks,
  silentTicks,
  unreachableTicks,
} from './voter-policy.ts';

describe('growing', () => {
  it('waits for two members: two voters survive no more failures than one', () => {
    expect(chosen('a')).toBeUndefined();
    expect(chosen('a', there('b'))).toBeUndefined();
    expect(chosen('a', there('b'), there('c'))).toBe('abc');
    expect(chosen('abc', there('b'), there('c'), there('d'))).toBeUndefined();
    expect(chosen('abc', there('b'), there('c'), there('d'), there('e'))).toBe('abcde');
  });

  it('adds one pair at a time', () => {
    expect(chosen('a', there('b'), there('c'), there('d'), there('e'))).toBe('abc');
  });

  it('stops at five', () => {
    const members = [...'bcdefgh'].map((id) => there(id));
    expect(maxChosenVoters).toBe(5);
    expect(chosen('abcde', ...members)).toBeUndefined();
  });

  it('skips a member that has not caught up', () => {
    const lagging = there('b', { decidedThrough: slot(now - caughtUpSlots - 1) });
    expect(chosen('a', lagging, there('c'))).toBeUndefined();
    const almost = there('b', { decidedThrough: slot(now - caughtUpSlots) });
    expect(chosen('a', almost, there('c'))).toBe('abc');
  });

  it('skips a member with a link that is too young, silent or down', () => {
    expect(chosen('a', there('b', { linkedTicks: settledLinkTicks - 1 }), there('c'))).toBeUndefined();
    expect(chosen('a', there('b', { linkedTicks: settledLinkTicks }), there('c'))).toBe('abc');
    expect(chosen('a', there('b', { heardTicksAgo: silentTicks }), there('c'))).toBeUndefined();
    expect(chosen('a', away('b', 1), there('c'))).toBeUndefined();
  });

  it('prefers the longest link, then the lowest id', () => {
    const members = [there('d'), there('c'), there('b'), there('e', { linkedTicks: 20_000 })];
    expect(chosen('a', ...members)).toBe('abe');
    expect(chosen('a', ...members.reverse())).toBe('abe');
  });

  it('turns two voters into three', () => {
    expect(chosen('ab', there('b'), there('c'))).toBe('abc');
    expect(chosen('ab', there('b'))).toBeUndefined();
  });
});

describe('an unreachable voter', () => {
  it('keeps its vote until a timeout', () => {
    expect(chosen('abc', there('b'), away('c', unreachableTicks - 1), there('d'))).toBeUndefined();
  });

  it('is replaced by a present member', () => {
    expect(chosen('abc', there('b'), away('c', unreachableTicks), there('d'))).toBe('abd');
  });

  it('keeps its vote if no present member can take it', () => {
    expect(chosen('abc', there('b'), away('c', unreachableTicks))).toBeUndefined();
    expect(chosen('abcde', there('b'), there('c'), away('d', 9_999), away('e', 9_999))).toBeUndefined();
  });

  it('counts as unreachable also if it is silent on a link', () => {
    expect(chosen('abc', there('b'), there('c', { heardTicksAgo: unreachableTicks }), there('d'))).toBe(
      'abd',
    );
  });

  it('is not replaced without a majority', () => {
    expect(chosen('abc', away('b', 9_999), away('c', 9_999), there('d'), there('e'))).toBeUndefined();
  });

  it('returns as a learner', () => {
    expect(chosen('abd', there('b'), there('d'), there('c'))).toBeUndefined();
  });

  it('is replaced as far as possible if it is one of several', () => {
    const gone = [away('d', unreachableTicks), away('e', unreachableTicks)];
    expect(chosen('abcde', there('b'), there('c'), ...gone, there('f'), there('g'))).toBe('abcfg');
    expect(chosen('abcde', there('b'), there('c'), ...gone, there('f'))).toBe('abcdf');
  });
});

describe('a voter that signs off', () => {
  const leaving = { leaving: true };

  it('is replaced by a present member', () => {
    expect(chosen('abc', there('b'), there('c', leaving), there('d'))).toBe('abd');
  });

  it('keeps its vote if no present member can take it: three voters stay three, as it is expected back', () => {
    expect(chosen('abc', there('b'), there('c', leaving))).toBeUndefined();
    expect(chosen('abc', there('b', leaving), there('c', leaving))).toBeUndefined();
    expect(chosen('abcde', there('b'), there('c'), there('d'), there('e', leaving))).toBeUndefined();
  });

  it('is one of three instead of five if the remaining voters would otherwise be no majority', () => {
    const [b, c] = [away('b', 500), { ...away('c', 500), leaving: true }];
    expect(chosen('abcde', b, c, there('d', leaving), there('e'))).toBe('ace');
    expect(chosen('abcde', b, there('c'), there('d'), there('e', leaving))).toBeUndefined();
  });

  it('keeps its vote rather than one that leaves later: the first to leave is the most likely to be back early', () => {
    const gone = (id: string, ticks: number) => ({ ...away(id, ticks), leaving: true });
    const [late, last] = [there('d', leaving), there('e')];
    expect(chosen('abcde', gone('b', 200), gone('c', 500), late, last)).toBe('ace');
    expect(chosen('abcde', gone('b', 500), gone('c', 200), late, last)).toBe('abe');
    // A present member takes the vote of the later one.
    expect(chosen('abcde', gone('b', 200), gone('c', 500), there('d'), there('e'), there('f'))).toBe('acdef');
  });

  it('hands its vote to the present members if others are absent', () => {
    const members = [away('b', 5), there('c', leaving), there('d'), there('e', leaving)];
    expect(chosen('abcde', ...members)).toBe('acd');
  });

  it('is replaced by a present member also after link-down', () => {
    const gone = { ...away('c', 10), leaving: true };
    expect(chosen('abc', there('b'), gone)).toBeUndefined();
    expect(chosen('abc', there('b'), gone, there('d'))).toBe('abd');
  });

  it('gets no vote', () => {
    expect(chosen('a', there('b'), there('c', leaving))).toBeUndefined();
  });

  it('turns two voters into one, as neither could continue alone', () => {
    expect(chosen('ab', there('b', leaving))).toBe('a');
  });
});

describe('a leader that has slept without signing off', () => {
  it('hands the only vote to the other one of two: that one was awake', () => {
    expect(chosenAfterSleep('a', there('b'))).toBe('b');
    expect(chosen('a', there('b'))).toBeUndefined();
  });

  it('keeps it while the other one is absent, young, late or leaving', () => {
    expect(chosenAfterSleep('a', away('b', 5))).toBeUndefined();
    expect(chosenAfterSleep('a', there('b', { linkedTicks: settledLinkTicks - 1 }))).toBeUndefined();
    expect(
      chosenAfterSleep('a', there('b', { decidedThrough: slot(now - caughtUpSlots - 1) })),
    ).toBeUndefined();
    expect(chosenAfterSleep('a', there('b', { leaving: true }))).toBeUndefined();
  });

  it('votes on if there are more: one of three can be missed', () => {
    expect(chosenAfterSleep('a', there('b'), there('c'))).toBe('abc');
    expect(chosenAfterSleep('abc', there('b'), there('c'))).toBeUndefined();
    expect(chosenAfterSleep('a', there('b'), witness('w'))).toBe('abw');
  });
});

describe('a leader that signs off', () => {
  it('is replaced by present members', () => {
    expect(chosenWithout('a', there('b'))).toBe('b');
    expect(chosenWithout('a', there('b'), there('c'), there('d'))).toBe('bcd');
    expect(chosenWithout('abc', there('b'), there('c'), there('d'))).toBe('bcd');
  });

  it('stays one of three if only two members are present: any two can continue later', () => {
    expect(chosenWithout('a', there('b'), there('c'))).toBe('abc');
  });

  it('keeps its vote if no other member can take it', () => {
    expect(chosenWithout('abc', there('b'), there('c'))).toBeUndefined();
    expect(chosenWithout('abc', away('b', 5), there('c'))).toBeUndefined();
  });

  it('keeps its vote if it is alone: the board waits for it', () => {
    expect(chosenWithout('a')).toBeUndefined();
    expect(chosenWithout('a', away('b', 5))).toBeUndefined();
    expect(chosenWithout('a', there('b', { leaving: true }))).toBeUndefined();
    expect(chosenWithout('a', there('b', { decidedThrough: slot(now - caughtUpSlots - 1) }))).toBeUndefined();
  });
});

describe('a voter that was removed', () => {
  const removed = { removed: true };

  it('is replaced by a present member', () => {
    expect(chosen('abc', there('b'), there('c', removed), there('d'))).toBe('abd');
  });

  it('leaves an odd number of voters if no present member can take its vote: it never returns', () => {
    expect(chosen('abc', there('b'), there('c', removed))).toBe('a');
    expect(chosen('abcde', there('b'), there('c'), there('d'), there('e', removed))).toBe('abc');
    expect(chosen('abcde', there('b'), there('c'), away('d', 5), there('e', removed))).toBe('abc');
  });

  it('gets no vote', () => {
    expect(chosen('a', there('b'), there('c', removed))).toBeUndefined();
  });
});

describe('a voter that is not expected back', () => {
  const [d, e] = [away('d', longLostTicks), away('e', longLostTicks)];

  it('reduces five voters to three if it is the second one: otherwise one more failure could stop the board', () => {
    expect(chosen('abcde', there('b'), there('c'), d, e)).toBe('abc');
    expect(chosen('abcde', there('b'), there('c'), { ...d, leaving: true }, e)).toBe('abc');
  });

  it('does not change the number of voters if it is the only one, or one of three', () => {
    expect(chosen('abcde', there('b'), there('c'), there('d'), e)).toBeUndefined();
    expect(chosen('abc', there('b'), away('c', longLostTicks))).toBeUndefined();
  });
});

describe('one choice', () => {
  it('counts the removed and the long lost at once, and does not drop the lost in a second one', () => {
    const members = [
      there('b'),
      away('c', longLostTicks),
      there('e', { removed: true }),
      away('g', longLostTicks),
      there('h'),
    ];
    expect(chosen('abcegh', ...members)).toBe('abh');
    expect(chosen('abh', ...members)).toBeUndefined();
  });

  it('among fewer voters includes those that the next one would prefer', () => {
    const members = [there('c'), away('g', 1), there('h'), witness('w', { lender: replicaId('a') })];
    expect(chosenWithout('acgh', ...members)).toBe('chw');
  });
});
