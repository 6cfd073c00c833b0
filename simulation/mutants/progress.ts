/** Mistakes after which nothing wrong is agreed on, and nothing right either. */

import type { Mutant } from './mutant.ts';

export const progressMutants: readonly Mutant[] = [
  {
    name: 'lost proposals are not sent again',
    edits: [
      {
        file: 'paxos/phases/proposer.ts',
        find: 'if (tick - leadership.progressTick < limits.resendTicks) return;',
        replace: 'if (tick - leadership.progressTick < limits.resendTicks * 1_000_000) return;',
      },
    ],
  },
  {
    name: 'lost prepares are not sent again, and candidacies never end',
    edits: [
      {
        file: 'paxos/phases/proposer.ts',
        find: "if (tick - candidacy.sinceTick >= limits.candidacyTicks) return this.stepDown('found no majority');",
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
        file: 'paxos/submission/submissions.ts',
        find: 'if (this.#ticksWithoutProgress >= this.#limits.resendTicks) this.sendAgain();',
        replace: '',
      },
      {
        file: 'paxos/replica.ts',
        find: '    this.#proposer.linkUp(peer);\n    this.#submissions.sendAgain();',
        replace: '    this.#proposer.linkUp(peer);',
      },
    ],
  },
  {
    name: 'a lost question is never asked again',
    edits: [
      {
        file: 'paxos/catch-up/catch-up.ts',
        find: '      if (tick - this.#asked.tick < limits.resendTicks) return;\n      this.#asked = undefined;',
        replace: '      return;',
      },
    ],
  },
  {
    name: 'nobody asks for what it missed',
    edits: [
      {
        file: 'paxos/catch-up/catch-up.ts',
        find: "this.#host.send(peer, wanted === undefined ? learn : { ...learn, snapshot: wanted }, 'now');",
        replace: '',
      },
    ],
  },
  {
    name: 'commands of other members are not taken',
    edits: [
      {
        file: 'paxos/submission/submission-route.ts',
        find: "if (this.#proposer.role !== 'idle') return this.#proposer.offer(groups);",
        replace: "if (this.#proposer.role !== 'idle') return this.#proposer.offer(groups.slice(0, 0));",
      },
    ],
  },
];
