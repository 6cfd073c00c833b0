import { describe, expect, it } from 'vitest';
import { Acceptor } from '#shared/paxos/acceptor.ts';
import { defaultLimits } from '#shared/paxos/limits.ts';
import { search } from './search.ts';

describe('in every state of a world of three acceptors and two proposers', () => {
  it('each of two slots is decided in one way at most', () => {
    const result = search({ slots: 2, crashes: 0 }, 1_000_000);
    expect(result.disagreement).toBeUndefined();
    expect(result).toMatchObject({ states: 274_176, fullyDecided: 175_129 });
  });

  it('a slot is decided in one way at most, also when an acceptor crashes', () => {
    const result = search({ slots: 1, crashes: 1 }, 1_000_000);
    expect(result.disagreement).toBeUndefined();
    expect(result.fullyDecided).toBeGreaterThan(0);
  });
});

describe('the search finds', () => {
  it('an acceptor that accepts below its promise', () => {
    class Forgetful extends Acceptor {
      override allows(): boolean {
        return true;
      }
      override promise(): boolean {
        return true;
      }
    }
    const { disagreement } = search({ slots: 1, crashes: 0 }, 1_000_000, (log, promised) => {
      return new Forgetful(log, promised, defaultLimits);
    });
    expect(disagreement).toBeDefined();
  });

  it('an acceptor that keeps what it accepted to itself', () => {
    class Silent extends Acceptor {
      override report(from: Parameters<Acceptor['report']>[0]): ReturnType<Acceptor['report']> {
        return { from, accepted: [] };
      }
    }
    const { disagreement } = search({ slots: 1, crashes: 0 }, 1_000_000, (log, promised) => {
      return new Silent(log, promised, defaultLimits);
    });
    expect(disagreement).toBeDefined();
  });
});
