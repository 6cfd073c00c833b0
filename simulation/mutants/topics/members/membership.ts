/** Mistakes in changing the voters. */

import type { Mutant } from '../../mutant.ts';

export const membershipMutants: readonly Mutant[] = [
  {
    name: 'accepts of non-voters are counted',
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
    name: 'votes count under any configuration',
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
    name: 'possible voters that do not know that they vote receive no request',
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
    name: 'the barrier after a configuration is dropped',
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
    name: 'the new voters receive no prepare',
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
    name: 'a request for voters takes effect under later voters',
    edits: [
      {
        file: 'paxos/phases/candidacy.ts',
        find: 'report === undefined || this.#isOvertaken(report) ? noop',
        replace: 'report === undefined ? noop',
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
    name: 'a removed leader continues',
    edits: [
      {
        file: 'paxos/phases/proposer.ts',
        find: 'if (!isVoter(configuration, this.#context.id)) {',
        replace: 'if (configuration.voters.length === 0) {',
      },
    ],
  },
  {
    name: 'a sole voter decides the next voters before they hold the change',
    edits: [
      {
        file: 'paxos/membership/invitation.ts',
        find: 'return this.#holders.size >= this.#needed && full >= this.#neededFull;',
        replace: 'return this.#holders.size >= 0;',
      },
    ],
  },
  {
    name: 'an unanswered change of voters is never abandoned',
    edits: [
      {
        file: 'paxos/phases/leadership.ts',
        find: 'tick - this.#invitation.sinceTick >= limits.candidacyTicks;',
        replace: 'tick < 0;',
      },
    ],
  },
  {
    name: 'an abandoned change of voters leaves its slot to another entry in the same ballot',
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
