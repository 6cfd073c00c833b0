/** Mistakes in changing the voters. */

import type { Mutant } from './mutant.ts';

export const membershipMutants: readonly Mutant[] = [
  {
    name: 'whoever accepts is counted, voter or not',
    edits: [
      {
        file: 'paxos/model/configuration.ts',
        find: 'for (const voter of configuration.voters) if (replicas.has(voter)) present += 1;',
        replace: 'present = replicas.size;',
      },
      {
        file: 'paxos/phases/phases.ts',
        find: 'if (!isAllowed || !(this.#context.votes || this.#isInvited(proposal)) || entries.length === 0) return;',
        replace: 'if (!isAllowed || entries.length === 0) return;',
      },
    ],
  },
  {
    name: 'a decided configuration is not put in force',
    edits: [
      {
        file: 'paxos/log/decided-log.ts',
        find: 'this.#inForce = { epoch: position, configuration: entry.configuration };',
        replace:
          'this.#inForce = { epoch: position, configuration: this.#inForce?.configuration ?? entry.configuration };',
      },
    ],
  },
  {
    name: 'votes count, whatever voters they were cast under',
    edits: [
      {
        file: 'paxos/log/learner.ts',
        find: 'if (tally?.entry === undefined || tally.ballot.epoch !== epoch) return undefined;',
        replace: 'if (tally?.entry === undefined || epoch < 0) return undefined;',
      },
    ],
  },
  {
    name: 'ballots of earlier voters may outrank those of later ones',
    edits: [
      {
        file: 'paxos/model/ballot.ts',
        find: 'if (a.epoch !== b.epoch) return a.epoch - b.epoch;',
        replace: '',
      },
    ],
  },
  {
    name: 'who may be a voter and not know it is asked by nobody',
    edits: [
      {
        file: 'paxos/election/heartbeats.ts',
        find: 'const asks = votes ? isFit : !this.#election.happy;',
        replace: 'const asks = votes && isFit;',
      },
      {
        file: 'paxos/core/core.ts',
        find: '    this.#heartbeats.greet(peer);\n    this.#proposer.linkUp(peer);',
        replace:
          '    if (this.#context.votes) this.#heartbeats.greet(peer);\n    this.#proposer.linkUp(peer);',
      },
    ],
  },
  {
    name: 'the barrier behind a configuration is dropped',
    edits: [
      {
        file: 'paxos/phases/leadership.ts',
        find: "if (entries.at(-1)?.type === 'configuration') this.#barrier = this.#last;",
        replace: '',
      },
      {
        file: 'paxos/phases/proposer.ts',
        find: 'this.#leadership === undefined || this.#leadership.barrier === slot,',
        replace: 'slot > 0,',
      },
    ],
  },
  {
    name: 'the new voters are not asked for promises',
    edits: [
      {
        file: 'paxos/phases/proposer.ts',
        find: "      return this.stepDown('votes no longer');\n    }\n    this.#standAnew('the voters have changed');\n  }\n\n  /** Continues under",
        replace:
          "      return this.stepDown('votes no longer');\n    }\n    if (this.#leadership !== undefined) {\n      const epoch = this.#context.epoch;\n      this.#leadership.ballot = { ...this.#leadership.ballot, epoch };\n      this.#leadership.barrier = undefined;\n      return;\n    }\n    this.#standAnew('the voters have changed');\n  }\n\n  /** Continues under",
      },
      {
        file: 'paxos/phases/leadership.ts',
        find: '  get barrier(): Slot | undefined {',
        replace:
          '  set barrier(slot: Slot | undefined) {\n    this.#barrier = slot;\n  }\n\n  get barrier(): Slot | undefined {',
      },
    ],
  },
  {
    name: 'a candidate keeps the promises of the old voters',
    edits: [
      {
        file: 'paxos/phases/proposer.ts',
        find: "if (entry.type === 'configuration') this.#onConfiguration(slot, entry.configuration);",
        replace:
          "if (entry.type === 'configuration' && this.#leadership !== undefined) this.#onConfiguration(slot, entry.configuration);",
      },
    ],
  },
  {
    name: 'a new leader recovers past a configuration',
    edits: [
      {
        file: 'paxos/phases/candidacy.ts',
        find: "      if (entry.type === 'configuration') break;\n",
        replace: '',
      },
    ],
  },
  {
    name: 'a removed leader goes on',
    edits: [
      {
        file: 'paxos/phases/proposer.ts',
        find: 'if (!isVoter(configuration, this.#context.id)) {',
        replace: 'if (configuration.voters.length === 0) {',
      },
    ],
  },
  {
    name: 'a sole voter decides who votes next before they hold it',
    edits: [
      {
        file: 'paxos/membership/invitation.ts',
        find: 'return this.#holders.size >= this.#needed;',
        replace: 'return this.#holders.size >= 0;',
      },
    ],
  },
  {
    name: 'a change of voters that nobody answers is never given up',
    edits: [
      {
        file: 'paxos/phases/leadership.ts',
        find: 'tick - this.#invitation.sinceTick >= limits.candidacyTicks;',
        replace: 'tick < 0;',
      },
    ],
  },
  {
    name: 'a change of voters that is given up leaves its slot to another entry in the same ballot',
    edits: [
      {
        file: 'paxos/phases/leadership.ts',
        find: 'return this.#invitation !== undefined && tick - this.#invitation.sinceTick >= limits.candidacyTicks;',
        replace:
          'if (this.#invitation !== undefined && tick - this.#invitation.sinceTick >= limits.candidacyTicks) this.#invitation = this.#barrier = undefined;\n    return false;',
      },
    ],
  },
];
