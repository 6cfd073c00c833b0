/** Mistakes in what is sent when, and how much of it: nothing wrong is agreed on, and a slow link is never done. */

import type { Mutant } from './mutant.ts';

export const flowMutants: readonly Mutant[] = [
  {
    name: 'proposals are sent again while they are under way',
    edits: [
      {
        file: 'paxos/phases/replication.ts',
        find: ' || !outflow.isClear(voter)) continue;',
        replace: ') continue;',
      },
    ],
  },
  {
    name: 'submissions are sent again while they are under way',
    edits: [
      {
        file: 'paxos/submission/submission-route.ts',
        find: 'if (!overdue || !outflow.isClear(target)) return;',
        replace: 'if (!overdue) return;',
      },
    ],
  },
  {
    name: 'a question is answered again while its answer is under way',
    edits: [
      {
        file: 'paxos/catch-up/catch-up.ts',
        find: 'return !outflow.hasArrived(peer, last.ticket);',
        replace: 'return false;',
      },
    ],
  },
  {
    name: 'as many bytes are under way as there are',
    edits: [
      {
        file: 'paxos/flow/outflow.ts',
        find: 'return flow === undefined || flow.sent - flow.arrived < this.#limits.maxInFlightBytes;',
        replace: 'return true;',
      },
    ],
  },
  {
    name: 'heartbeats wait behind bulk',
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
    name: 'a leader does not say what it has taken',
    edits: [
      {
        file: 'paxos/phases/leadership.ts',
        find: 'if (last === undefined || from === this.#context.id) return;',
        replace: 'if (last !== undefined || from === this.#context.id) return;',
      },
    ],
  },
  {
    name: 'what one leader has taken counts as taken by the next',
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
    name: 'who was behind when it spoke is compared with what is decided now',
    edits: [
      {
        file: 'replica/voter-watch.ts',
        find: 'return peer.keepsUp ? decidedThrough : peer.decidedThrough;',
        replace: 'return peer.decidedThrough;',
      },
    ],
  },
];
