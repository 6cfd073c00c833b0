/** Mistakes in phases 1 and 2, and in learning. */

import type { Mutant } from '../../mutant.ts';

export const phaseMutants: readonly Mutant[] = [
  {
    name: 'half of the voters is a quorum',
    edits: [
      {
        file: 'paxos/model/configuration.ts',
        find: 'Math.floor(configuration.voters.length / 2) + 1',
        replace: 'Math.ceil(configuration.voters.length / 2)',
      },
    ],
  },
  {
    name: 'a candidate leads with any one promise besides its own',
    edits: [
      {
        file: 'paxos/phases/candidacy.ts',
        find: 'if (!isQuorum(this.configuration, new Set(this.#promises.keys()))) return false;',
        replace: 'if (this.#promises.size < Math.min(2, this.configuration.voters.length)) return false;',
      },
    ],
  },
  {
    name: 'the lowest ballot reported is proposed again',
    edits: [
      {
        file: 'paxos/phases/candidacy.ts',
        find: 'isHigherBallot(report.ballot, known.ballot)',
        replace: 'isHigherBallot(known.ballot, report.ballot)',
      },
    ],
  },
  {
    name: 'the entry reported last is proposed again',
    edits: [
      {
        file: 'paxos/phases/candidacy.ts',
        find: 'isHigherBallot(report.ballot, known.ballot)',
        replace: 'isHigherBallot(report.ballot, report.ballot) === false',
      },
    ],
  },
  {
    name: 'a new leader skips the holes instead of filling them',
    edits: [
      {
        file: 'paxos/phases/candidacy.ts',
        find: 'const report = highest.get(slot);',
        replace: 'const report = highest.get(slot); if (report === undefined) continue;',
      },
    ],
  },
  {
    name: 'a new leader ignores the reported entries',
    edits: [
      {
        file: 'paxos/phases/proposer.ts',
        find: 'const recovered = candidacy.recovered(this.#context.decidedThrough);',
        replace: 'const recovered = candidacy.recovered(this.#context.decidedThrough).slice(0, 0);',
      },
    ],
  },
  {
    name: 'a promise reports from one slot too late',
    edits: [
      {
        file: 'paxos/phases/voter.ts',
        find: 'const report = this.#acceptor.report(prepared, decidedThrough);',
        replace:
          'const report = { ...this.#acceptor.report(prepared + 1, decidedThrough), firstSlot: prepared };',
      },
    ],
  },
  {
    name: 'a voter accepts below its promise',
    edits: [
      {
        file: 'paxos/phases/acceptor.ts',
        find: 'return compareBallots(ballot, this.#promised) >= 0;',
        replace: 'return compareBallots(ballot, this.#promised) > -Number.MAX_VALUE;',
      },
    ],
  },
  {
    name: 'accepts of different ballots are counted together',
    edits: [
      {
        file: 'paxos/log/learner.ts',
        find: 'if (order === 0) return tally;',
        replace: 'if (order <= 0) return tally;',
      },
    ],
  },
  {
    name: 'a higher ballot does not clear the count',
    edits: [
      {
        file: 'paxos/log/learner.ts',
        find: 'const fresh: Tally = { ballot, accepted: new Set(), entry: undefined };',
        replace: 'const fresh: Tally = { ballot, accepted: tally?.accepted ?? new Set(), entry: undefined };',
      },
    ],
  },
  {
    name: 'a commit decides whatever the replica holds in the slot',
    edits: [
      {
        file: 'paxos/log/learner.ts',
        find: 'return tally !== undefined && isSameBallot(tally.ballot, ballot) ? tally.entry : undefined;',
        replace: 'return tally !== undefined && ballot.round > 0 ? tally.entry : undefined;',
      },
    ],
  },
  {
    name: 'learned entries are decided at the current position',
    edits: [
      {
        file: 'paxos/catch-up/catch-up.ts',
        find: 'if (position === this.#context.decidedThrough + 1) this.#decided.learn(entry);',
        replace: 'if (position <= this.#context.decidedThrough + 1) this.#decided.learn(entry);',
      },
    ],
  },
  {
    name: 'a command is applied at every decision of it',
    edits: [
      {
        file: 'paxos/log/sessions.ts',
        find: 'if (!follows(first, session?.last ?? 0)) return false;',
        replace: '',
      },
      {
        file: 'paxos/log/sessions.ts',
        find: 'if (!isSameDigest(previous, expected)) return false;',
        replace: '',
      },
    ],
  },
  {
    name: 'a premature command is applied',
    edits: [
      {
        file: 'paxos/log/sessions.ts',
        find: '!follows(first, session?.last ?? 0)',
        replace: 'first <= (session?.last ?? 0)',
      },
      {
        file: 'paxos/log/sessions.ts',
        find: 'if (!isSameDigest(previous, expected)) return false;',
        replace: '',
      },
    ],
  },
  {
    name: 'a restart forgets which commands were applied',
    edits: [
      {
        file: 'paxos/log/decided-log.ts',
        find: 'this.#apply(entry, noBallot);',
        replace: 'this.replaying = true; this.#apply(entry, noBallot); this.replaying = false;',
      },
      {
        file: 'paxos/log/decided-log.ts',
        find: "entry.type === 'commands' ? this.sessions.admitAll(entry.groups) : [];",
        replace:
          "entry.type !== 'commands' ? [] : this.replaying ? entry.groups.flatMap((g: any) => g.bodies.map((body: any, at: number) => ({ origin: g.origin, sequence: g.first + at, body }))) : this.sessions.admitAll(entry.groups);",
      },
    ],
  },
  {
    name: 'the window is unbounded',
    edits: [
      {
        file: 'paxos/phases/leadership.ts',
        find: 'let slots = windowSlots - this.#inFlight();',
        replace: 'let slots = windowSlots * 1_000;',
      },
    ],
  },
  {
    name: 'an accept is sent for a slot that was decided differently',
    edits: [
      {
        file: 'paxos/phases/acceptor.ts',
        find: 'if (!isHeld && !this.#isDecidedAs(slot, entry))',
        replace: 'if (!isHeld && !this.#isDecidedAs(slot, entry) && slot < 0)',
      },
    ],
  },
];
