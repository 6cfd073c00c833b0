/** Mistakes in going on without a lost majority, in generations, and in signing off. */

import type { Mutant } from './mutant.ts';

export const recoveryMutants: readonly Mutant[] = [
  {
    name: 'a superseded replica takes part again after a restart',
    edits: [
      {
        file: 'paxos/core/halting.ts',
        find: 'if (successor !== undefined) this.#stop(supersededBy(successor));\n    else if (wasRolledBack)',
        replace: 'if (wasRolledBack)',
      },
    ],
  },
  {
    name: 'a superseded replica does not write down that it stopped',
    edits: [
      {
        file: 'paxos/core/halting.ts',
        find: '    this.#effects.write(\n      { generation: this.#generation.number, records: [], supersededBy: successor },\n      this.#clock.tick,\n    );\n',
        replace: '',
      },
    ],
  },
  {
    name: 'a recovery speaks before it is durable',
    edits: [
      {
        file: 'paxos/membership/recovery.ts',
        find: '    effects.holdEverythingUntilDurable();\n    phases.forgetDeferred();',
        replace: '    phases.forgetDeferred();',
      },
    ],
  },
  {
    name: 'a recovery hands out decisions before it is durable',
    edits: [
      {
        file: 'paxos/membership/recovery.ts',
        find: 'if (recovering === undefined || number < recovering.write) return;',
        replace: 'if (recovering === undefined) return;',
      },
    ],
  },
  {
    name: 'a recovery goes on hearing the others before it is durable',
    edits: [
      {
        file: 'paxos/membership/recovery.ts',
        find: 'return this.#recovering !== undefined && isDroppedDuringRecovery(event);',
        replace: "return this.#recovering !== undefined && event.type === 'recover';",
      },
    ],
  },
  {
    name: 'a recovery takes what has no gap before it, and leaves the rest',
    edits: [
      {
        file: 'paxos/membership/recovery.ts',
        find: 'for (; slot <= log.lastSlot; slot = nextSlot(slot)) {\n    if (log.get(slot) === undefined)',
        replace:
          'for (; log.get(slot) !== undefined; slot = nextSlot(slot)) {\n    if (log.get(slot) === undefined)',
      },
      {
        file: 'paxos/membership/recovery.ts',
        find: 'const { lastSlot: through } = log;',
        replace: 'const through = missing.at(-1).slot;',
      },
    ],
  },
  {
    name: 'a recovery loses what was accepted and not decided',
    edits: [
      {
        file: 'paxos/membership/recovery.ts',
        find: 'if (log.get(slot) === undefined) records.push',
        replace: 'records.push',
      },
    ],
  },
  {
    name: 'the generation of a recovery is the next number',
    edits: [
      {
        file: 'paxos/membership/generation.ts',
        find: 'Math.floor(random() * generationSpread)',
        replace: '0',
      },
    ],
  },
  {
    name: 'a recovery counts on from the last generation whose voters it knows',
    edits: [
      {
        file: 'paxos/membership/generation.ts',
        find: 'const generation = Math.max(this.#number, configuration.generation);',
        replace: 'const { generation } = configuration;',
      },
    ],
  },
  {
    name: 'what others said before a recovery counts after it',
    edits: [
      {
        file: 'paxos/membership/recovery.ts',
        find: '      peers.forget(peer);\n      catchUp.forget(peer);\n      election.forget(peer);',
        replace: '      if (peer === this.#context.id) catchUp.forget(peer);',
      },
    ],
  },
  {
    name: 'a recovery goes on counting what others accepted in the old generation',
    edits: [
      {
        file: 'paxos/membership/recovery.ts',
        find: 'learner.forgetAll();',
        replace: 'learner.forgetThrough(recovering.through);',
      },
    ],
  },
  {
    name: 'messages of another generation are taken',
    edits: [
      {
        file: 'paxos/core/inbox.ts',
        find: 'if (message.generation !== 0 && message.generation !== generation.number) {',
        replace: 'if (message.generation !== 0 && generation.number === 0) {',
      },
    ],
  },
  {
    name: 'a replica goes on when it hears of a higher generation',
    edits: [
      {
        file: 'paxos/core/inbox.ts',
        find: 'if (message.generation > generation.number) halting.supersede(message);\n      return;',
        replace: 'return;',
      },
      {
        file: 'paxos/core/inbox.ts',
        find: 'else if (message.generation > generation.number) return halting.supersede(message);',
        replace: 'else if (message.generation > generation.number) return;',
      },
    ],
  },
  {
    name: 'a voter may be added that has never spoken',
    edits: [
      {
        file: 'paxos/election/peers.ts',
        find: 'return state?.hasSpoken === true && tick - state.heardTick <= this.#lifetimeTicks;',
        replace: 'return state !== undefined;',
      },
    ],
  },
  {
    name: 'a device says once that it is about to go',
    edits: [
      {
        file: 'paxos/membership/departure.ts',
        find: 'if (this.#signsOff && this.#context.tick % this.#context.limits.resendTicks === 0) this.announce(true);',
        replace: '',
      },
    ],
  },
  {
    name: 'what others said is decided is not written down',
    edits: [
      {
        file: 'paxos/membership/heard.ts',
        find: 'return this.#latest.through > Math.max(decidedThrough, this.#written);',
        replace: 'return this.#latest.through < 0;',
      },
    ],
  },
  {
    name: 'what others said is decided waits for another write',
    edits: [
      {
        file: 'paxos/core/context.ts',
        find: 'this.#writtenDecidedThrough < this.decidedThrough || this.#heard.isUnwritten(this.decidedThrough)',
        replace: 'this.#writtenDecidedThrough < this.decidedThrough',
      },
    ],
  },
  {
    name: 'a recovery does not say what it would lose',
    edits: [
      {
        file: 'paxos/core/status.ts',
        find: 'return slots > 0 ? { slots, knownBy: by } : undefined;',
        replace: 'return slots > 1e9 ? { slots, knownBy: by } : undefined;',
      },
    ],
  },
  {
    name: 'a restart forgets what others said is decided',
    edits: [
      {
        file: 'paxos/core/core.ts',
        find: 'new Heard(id, state?.heard)',
        replace: 'new Heard(id, undefined)',
      },
    ],
  },
  {
    name: 'what was accepted and not decided counts as shared with the generation after',
    edits: [
      {
        file: 'paxos/membership/recovery.ts',
        find: 'slot(Math.min(decidedThrough, current.sharedThrough ?? decidedThrough));',
        replace: 'log.lastSlot;',
      },
    ],
  },
  {
    name: 'a later recovery forgets that an earlier one has parted',
    edits: [
      {
        file: 'paxos/membership/recovery.ts',
        find: 'slot(Math.min(decidedThrough, current.sharedThrough ?? decidedThrough));',
        replace: 'decidedThrough;',
      },
    ],
  },
  {
    name: 'of two generations that parted from an earlier one, the later parting counts',
    edits: [
      {
        file: 'paxos/core/halting.ts',
        find: 'Math.min(message.sharedThrough, own, decidedThrough);',
        replace: 'Math.min(message.sharedThrough, decidedThrough);',
      },
    ],
  },
  {
    name: 'a change of voters forgets what its generation shares with the one before',
    edits: [
      {
        file: 'paxos/membership/reconfiguration.ts',
        find: 'configuration(current.generation, voters, current.sharedThrough)',
        replace: 'configuration(current.generation, voters)',
      },
    ],
  },
  {
    name: 'a replica whose storage was set back goes on',
    edits: [
      {
        file: 'paxos/core/inbox.ts',
        find: 'return isHigherBallot(ballot, acceptor.promised) || acceptedThrough > log.lastSlot;',
        replace: 'return isHigherBallot(ballot, acceptor.promised) && acceptedThrough > 1e9;',
      },
    ],
  },
  {
    name: 'a replica whose storage was set back looks at ballots only',
    edits: [
      {
        file: 'paxos/core/inbox.ts',
        find: ' || acceptedThrough > log.lastSlot;',
        replace: ' || acceptedThrough > 1e9;',
      },
    ],
  },
  {
    name: 'nobody is told what it was seen to do',
    edits: [
      {
        file: 'paxos/election/heartbeats.ts',
        find: 'const yours = this.#seen.of(from);',
        replace: 'const yours = noDeeds;',
      },
    ],
  },
  {
    name: 'a new link begins without a word of what the other was seen to do',
    edits: [
      {
        file: 'paxos/election/heartbeats.ts',
        find: '{ ...this.#current, yours: this.#seen.of(peer) }',
        replace: 'this.#current',
      },
    ],
  },
];
