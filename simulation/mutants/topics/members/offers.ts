/** Mistakes in what members report of one another and offer: votes, sign-offs, deeds, a recovery. */

import type { Mutant } from '../../mutant.ts';

export const offerMutants: readonly Mutant[] = [
  {
    name: 'the voter policy runs once',
    edits: [
      {
        file: 'replica/voters/voter-watch.ts',
        find: '    this.#ticksToPolicy = this.#limits.everyTicks;\n    return',
        replace: '    this.#ticksToPolicy = Number.POSITIVE_INFINITY;\n    return',
      },
    ],
  },
  {
    name: 'an accept shows no slot of its sender',
    edits: [
      {
        file: 'paxos/election/deeds.ts',
        find: 'return { ballot: message.ballot, acceptedThrough: message.through };',
        replace: 'return { ballot: message.ballot, acceptedThrough: noSlot };',
      },
    ],
  },
  {
    name: 'a promise shows no ballot of its sender',
    edits: [{ file: 'paxos/election/deeds.ts', find: "    case 'promise':\n", replace: '' }],
  },
  {
    name: 'a rejection shows no ballot of its sender',
    edits: [
      {
        file: 'paxos/election/deeds.ts',
        find: 'return { ballot: message.promised, acceptedThrough: noSlot };',
        replace: 'return noDeeds;',
      },
    ],
  },
  {
    name: 'a recovery is offered at once',
    edits: [
      {
        file: 'replica/majority-wait.ts',
        find: '&& this.#ticks >= recoverableTicks',
        replace: '&& this.#ticks >= 0',
      },
    ],
  },
  {
    name: 'interruptions of a majority add up to the offer of a recovery',
    edits: [
      {
        file: 'replica/majority-wait.ts',
        find: 'this.#ticks = quorumReached ? 0 : this.#ticks + 1;',
        replace: 'this.#ticks += quorumReached ? 0 : 1;',
      },
    ],
  },
  {
    name: 'a newcomer is offered a recovery',
    edits: [
      {
        file: 'replica/majority-wait.ts',
        find: 'return configuration !== undefined && !quorumReached',
        replace: 'return (configuration === undefined || configuration.voters.length > 0) && !quorumReached',
      },
    ],
  },
  {
    name: 'a device that reaches no majority is not offered a recovery',
    edits: [
      {
        file: 'paxos/core/status.ts',
        find: 'quorumReached: election.happy || election.happyPeers().length > 0,',
        replace: 'quorumReached: configuration !== undefined || election.happyPeers().length > 0,',
      },
    ],
  },
];
