/** Mistakes that violate no agreement, but stop progress. */

import type { Mutant } from '../../mutant.ts';

export const progressMutants: readonly Mutant[] = [
  {
    name: 'lost proposals are not sent again',
    edits: [
      {
        file: 'paxos/phases/replication.ts',
        find: 'if (tick - since < waitTicks(limits.resendTicks, progress.attempts)) continue;',
        replace: 'if (tick - since < 1_000_000) continue;',
      },
    ],
  },
  {
    name: 'lost prepares are not sent again, and candidacies never end',
    edits: [
      {
        file: 'paxos/phases/proposer.ts',
        find: "if (tick - candidacy.sinceTick >= this.#patience(candidacy)) return this.stepDown('found no majority');",
        replace: '',
      },
      {
        file: 'paxos/phases/proposer.ts',
        find: 'if (tick - this.#askedTick >= limits.resendTicks) this.#ask(candidacy);',
        replace: '',
      },
    ],
  },
  {
    name: 'lost submissions are not sent again',
    edits: [
      {
        file: 'paxos/submission/submission-route.ts',
        find: 'this.#submissions.resend();',
        replace: '',
      },
      {
        file: 'paxos/submission/submission-route.ts',
        find: 'this.#submissions.sendAgain();',
        replace: '',
      },
    ],
  },
  {
    name: 'a lost request is never sent again',
    edits: [
      {
        file: 'paxos/catch-up/catch-up.ts',
        find: 'if (tick - outstanding.tick < waitTicks(limits.resendTicks, this.#retries)) return;',
        replace: 'if (tick - outstanding.tick < 1_000_000) return;',
      },
    ],
  },
  {
    name: 'the next peer to ask for missed entries is drawn at random',
    edits: [
      {
        file: 'paxos/catch-up/catch-up.ts',
        find: 'const next = ahead.filter((peer) => !this.#silent.has(peer));',
        replace: 'const next = ahead;',
      },
    ],
  },
  {
    name: 'no replica requests entries that it missed',
    edits: [
      {
        file: 'paxos/catch-up/catch-up.ts',
        find: "this.#context.send(peer, learn, 'now');",
        replace: '',
      },
    ],
  },
  {
    name: 'commands of other members are dropped',
    edits: [
      {
        file: 'paxos/submission/submission-route.ts',
        find: "if (this.#proposer.role !== 'idle') return this.#proposer.offer(from, groups);",
        replace: "if (this.#proposer.role !== 'idle') return this.#proposer.offer(from, groups.slice(0, 0));",
      },
    ],
  },
];
