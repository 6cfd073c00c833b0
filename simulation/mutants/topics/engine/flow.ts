/** Mistakes in pacing and in bounds on sent bytes: they violate no agreement, but overload a slow link. */

import { type Mutant, oneEdit } from '../../mutant.ts';

export const flowMutants: readonly Mutant[] = [
  {
    name: 'proposals are sent again while they are in transit',
    edits: [
      {
        file: 'paxos/phases/replication.ts',
        find: ' || !outflow.isClear(voter)) continue;',
        replace: ') continue;',
      },
    ],
  },
  {
    name: 'submissions are sent again while they are in transit',
    edits: [
      {
        file: 'paxos/submission/submission-route.ts',
        find: 'if (!overdue || !outflow.isClear(target)) return;',
        replace: 'if (!overdue) return;',
      },
    ],
  },
  {
    name: 'a request is answered again while its answer is in transit',
    edits: [
      {
        file: 'paxos/catch-up/catch-up.ts',
        find: 'return !outflow.hasArrived(peer, last.ticket);',
        replace: 'return false;',
      },
    ],
  },
  {
    name: 'the bytes in transit are unbounded',
    edits: [
      {
        file: 'paxos/flow/outflow.ts',
        find: 'return flow === undefined || flow.sent - flow.arrived < this.#limits.maxInFlightBytes;',
        replace: 'return true;',
      },
    ],
  },
  {
    name: 'heartbeats wait for bulk',
    edits: [
      {
        file: 'paxos/flow/lanes.ts',
        find: "    default:\n      return 'urgent';",
        replace: "    default:\n      return 'bulk';",
      },
    ],
  },
  {
    name: 'a lost mark is not sent again',
    edits: [
      {
        file: 'paxos/flow/outflow.ts',
        find: 'if (flow.marks.length === 0) continue;',
        replace: 'if (flow.marks.length >= 0) continue;',
      },
    ],
  },
  {
    name: 'a leader does not report the commands that it has taken',
    edits: [
      {
        file: 'paxos/phases/leadership.ts',
        find: 'if (from !== origin || !this.#isSoonWith(origin)) this.#reportTaken(from, origin);',
        replace: 'void from;',
      },
    ],
  },
  {
    name: 'a leader reports no command that waits for a later batch',
    edits: [
      {
        file: 'paxos/phases/leadership.ts',
        find: 'this.#intake.isEmpty && this.#replication.hasSent(peer, this.#last);',
        replace: 'this.#replication.hasSent(peer, this.#last);',
      },
    ],
  },
  {
    name: 'a proposal of another ballot shows that own commands are taken',
    edits: [
      {
        file: 'paxos/submission/submission-route.ts',
        find: 'if (this.#submissions.isEmpty || !isSameBallot(ballot, this.#election.leader)) return;',
        replace: 'if (this.#submissions.isEmpty || ballot.round < 0) return;',
      },
    ],
  },
  {
    name: 'commands in a large proposal are not reported before it arrives',
    edits: [
      {
        file: 'paxos/phases/leadership.ts',
        find: 'return isSent && this.#context.outflow.isClear(peer);',
        replace: 'return isSent;',
      },
    ],
  },
  {
    name: 'commands taken by one leader count as taken by the next',
    edits: [
      {
        file: 'paxos/core/core.ts',
        find: 'this.#reportedLeader = this.#election.leader;\n      this.#submissions.sendAgain();',
        replace: 'this.#reportedLeader = this.#election.leader;',
      },
    ],
  },
  {
    name: 'a proposal that found no room is never sent',
    edits: [
      {
        file: 'paxos/phases/leadership.ts',
        find: '    this.#proposeQueued();\n    this.#send();',
        replace: '    this.#proposeQueued();',
      },
    ],
  },
  {
    name: 'a learner’s old position is compared with the present decided slot',
    edits: [
      {
        file: 'replica/voters/voter-watch.ts',
        find: 'return peer.keepsUp ? decidedThrough : peer.decidedThrough;',
        replace: 'return peer.decidedThrough;',
      },
    ],
  },
  {
    name: 'the report of a learner is compared with the tick of its arrival',
    edits: [
      {
        file: 'paxos/catch-up/pace.ts',
        find: 'const [before] = this.#past;',
        replace: 'const before = this.#past.at(-1);',
      },
    ],
  },
  {
    name: 'a learner that keeps up gets no vote while it lags by more than a window',
    edits: [
      {
        file: 'paxos/core/core.ts',
        find: '(this.#catchUp.keepsUp(voter) || this.#catchUp.knownTo(voter) + limits.windowSlots >= decidedThrough);',
        replace: 'this.#catchUp.knownTo(voter) + limits.windowSlots >= decidedThrough;',
      },
    ],
  },
  {
    name: 'decided submissions make no room for others',
    edits: [
      {
        file: 'paxos/submission/submissions.ts',
        find: '    this.#decidedEnd = this.#end(done);\n',
        replace: '',
      },
    ],
  },
  {
    name: 'arrivals make no room for others',
    edits: [
      {
        file: 'paxos/flow/outflow.ts',
        find: '    this.noteRead(peer, mark.bytes);\n',
        replace: '',
      },
    ],
  },
  oneEdit(
    'the bytes of commands that leave the queue of the leader stay counted',
    'paxos/phases/intake.ts',
    '      this.#queuedBytes -= bodyBytes(group);\n',
    '',
  ),
  oneEdit(
    'own votes are dropped when many messages wait for the storage',
    'paxos/core/effects-buffer.ts',
    'envelope.to === this.#self || this.#held.length',
    'this.#held.length',
  ),
];
