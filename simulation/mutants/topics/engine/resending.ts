/** Mistakes in what is sent again and when: submissions, proposals, marks, and the waits in between. */

import type { Mutant } from '../../mutant.ts';

export const resendingMutants: readonly Mutant[] = [
  {
    name: 'submissions are sent again from the second one on',
    edits: [
      {
        file: 'paxos/submission/submissions.ts',
        find: '    this.#sent = this.#taken;\n',
        replace: '    this.#sent = Math.min(this.#sent, this.#taken + 1);',
      },
    ],
  },
  {
    name: 'proposals are sent again from the second undecided slot on',
    edits: [
      {
        file: 'paxos/phases/replication.ts',
        find: '      progress.next = undecided;\n    }',
        replace: '      progress.next = nextSlot(undecided);\n    }',
      },
    ],
  },
  {
    name: 'a submission that finds the leader’s queue full counts as queued',
    edits: [
      {
        file: 'paxos/phases/intake.ts',
        find: 'if (this.#queuedCommands >= this.#limits.maxQueuedCommands) return false;',
        replace:
          'if (this.#queuedCommands >= this.#limits.maxQueuedCommands) return this.#expected.admit(group) || true;',
      },
    ],
  },
  {
    name: 'a leader whose queue was full asks for nothing once it has room',
    edits: [
      {
        file: 'paxos/phases/leadership.ts',
        find: 'for (const [origin, from] of this.#refused) this.#report(from, origin, noSequence);',
        replace: '',
      },
    ],
  },
  {
    name: 'a leader offers its own commands only once to its full queue',
    edits: [
      {
        file: 'paxos/submission/submission-route.ts',
        find: 'this.#submissions.unsendUntaken();',
        replace: '',
      },
    ],
  },
  {
    name: 'a reply of an earlier leader counts for the present one',
    edits: [
      {
        file: 'paxos/submission/submission-route.ts',
        find: 'if (!isSameBallot(ballot, this.#election.leader)) return;',
        replace: 'if (isSameBallot(ballot, ballot) === false) return;',
      },
    ],
  },
  {
    name: 'a mark follows only once the link is full',
    edits: [
      {
        file: 'paxos/flow/outflow.ts',
        find: 'if (flow.sent - flow.markedBytes < this.#limits.markBytes) return undefined;',
        replace: 'if (flow.sent - flow.markedBytes < this.#limits.maxInFlightBytes) return undefined;',
      },
    ],
  },
  {
    name: 'a submission above the bound of its link is never sent',
    edits: [
      {
        file: 'paxos/submission/submissions.ts',
        find: '<= maxSubmitBytes || this.#sent === this.#taken;',
        replace: '<= maxSubmitBytes;',
      },
    ],
  },
  {
    name: 'the waits for a reply grow without a bound',
    edits: [
      {
        file: 'paxos/flow/outflow.ts',
        find: 'return resendTicks * 2 ** Math.min(attempts, maxWaitDoublings);',
        replace: 'return resendTicks * 2 ** attempts;',
      },
    ],
  },
  {
    name: 'the waits for a reply stay long after one has come',
    edits: [
      {
        file: 'paxos/submission/submissions.ts',
        find: '    this.#idleTicks = 0;\n    this.#attempts = 0;\n',
        replace: '    this.#idleTicks = 0;\n',
      },
    ],
  },
  {
    name: 'the waits after a failed candidacy grow without a bound',
    edits: [
      {
        file: 'paxos/election/election.ts',
        find: 'Math.min(this.failedCandidacies, maxBackoffDoublings);',
        replace: 'this.failedCandidacies;',
      },
    ],
  },
  {
    name: 'a leader that hands over never stands again',
    edits: [
      {
        file: 'paxos/election/election.ts',
        find: 'this.#ticksToAbstain = rounds * this.#limits.heartbeatTicks;',
        replace: 'this.#ticksToAbstain = rounds * Number.POSITIVE_INFINITY;',
      },
    ],
  },
  {
    name: 'replies of any age count',
    edits: [
      {
        file: 'paxos/election/election.ts',
        find: 'if (this.#round - reply.round >= replyLifetimeRounds) this.#replies.delete(peer);',
        replace: 'if (this.#round - reply.round >= 1_000_000) this.#replies.delete(peer);',
      },
    ],
  },
  {
    name: 'the wait before a proposal is sent again stays long',
    edits: [
      {
        file: 'paxos/phases/replication.ts',
        find: '    progress.accepted = through;\n    progress.attempts = 0;\n',
        replace: '    progress.accepted = through;\n',
      },
    ],
  },
  {
    name: 'the next relay for own commands is drawn at random',
    edits: [
      {
        file: 'paxos/submission/submission-route.ts',
        find: 'const next = between.filter((peer) => !this.#silent.has(peer));',
        replace: 'const next = between;',
      },
    ],
  },
  {
    name: 'a candidate drops the commands that it receives',
    edits: [
      {
        file: 'paxos/phases/proposer.ts',
        find: 'if (this.#candidacy !== undefined) this.#early.add(from, groups);',
        replace: '',
      },
    ],
  },
  {
    name: 'the commands of earlier candidacies take the room of later ones',
    edits: [
      {
        file: 'paxos/phases/proposer.ts',
        find: '    this.#early = new EarlyOffers(this.#context.limits);\n    return early;',
        replace: '    return early;',
      },
    ],
  },
  {
    name: 'after a full queue one group is in transit at a time',
    edits: [{ file: 'paxos/submission/submissions.ts', find: '    this.#mostInFlight *= 2;\n', replace: '' }],
  },
  {
    name: 'a submission has as many commands as are due',
    edits: [
      {
        file: 'paxos/submission/submissions.ts',
        find: 'const isFull = commands > maxBatchCommands || messageBytes > maxSubmitMessageBytes;',
        replace: 'const isFull = messageBytes > maxSubmitMessageBytes;',
      },
    ],
  },
  {
    name: 'a submission has as many bytes as are due',
    edits: [
      {
        file: 'paxos/submission/submissions.ts',
        find: 'const isFull = commands > maxBatchCommands || messageBytes > maxSubmitMessageBytes;',
        replace: 'const isFull = commands > maxBatchCommands;',
      },
    ],
  },
  {
    name: 'a forwarded submission is forwarded again',
    edits: [
      {
        file: 'paxos/submission/submission-route.ts',
        find: 'if (forwarded || leader === from || leader === this.#context.id) return;',
        replace: 'if (leader === from || leader === this.#context.id) return void forwarded;',
      },
    ],
  },
  {
    name: 'a peer counts as silent although what it sent may be in flight',
    edits: [
      {
        file: 'paxos/catch-up/catch-up.ts',
        find: 'if (!outstanding.mayBeInFlight) {',
        replace: 'if (outstanding.firstSlot > 0) {',
      },
    ],
  },
];
