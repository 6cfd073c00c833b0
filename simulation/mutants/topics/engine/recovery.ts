/** Mistakes in recovery without a majority, in generations, and in signing off. */

import { type Mutant, oneEdit } from '../../mutant.ts';

export const recoveryMutants: readonly Mutant[] = [
  {
    name: 'a superseded replica participates again after a restart',
    edits: [
      {
        file: 'paxos/core/halting.ts',
        find: 'if (successor !== undefined) this.#stop(supersededBy(successor));\n    else if (wasRolledBack)',
        replace: 'if (wasRolledBack)',
      },
    ],
  },
  {
    name: 'a superseded replica does not store that it stopped',
    edits: [
      {
        file: 'paxos/core/halting.ts',
        find: '    this.#effects.write(\n      { generation: this.#generation.number, records: [], supersededBy: successor },\n      this.#clock.tick,\n    );\n',
        replace: '',
      },
    ],
  },
  {
    name: 'a recovery sends messages before it is durable',
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
    name: 'a recovery keeps processing messages before it is durable',
    edits: [
      {
        file: 'paxos/membership/recovery.ts',
        find: 'return this.#recovering !== undefined && isDroppedDuringRecovery(event);',
        replace: "return this.#recovering !== undefined && event.type === 'recover';",
      },
    ],
  },
  {
    name: 'a recovery keeps entries up to the first gap and drops the rest',
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
    name: 'a recovery loses entries that were accepted but not decided',
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
    name: 'a member that was heard before a recovery counts as heard after it',
    edits: [{ file: 'paxos/membership/recovery.ts', find: '      peers.forget(peer);\n', replace: '' }],
  },
  {
    name: 'the decided slot that a member reported before a recovery counts after it',
    edits: [{ file: 'paxos/membership/recovery.ts', find: '      catchUp.forget(peer);\n', replace: '' }],
  },
  {
    name: 'a reply to a heartbeat before a recovery counts after it',
    edits: [
      {
        file: 'paxos/election/election.ts',
        find: '    this.#replies.clear();\n',
        replace: '',
      },
    ],
  },
  oneEdit(
    'the leader of before a recovery counts after it',
    'paxos/election/election.ts',
    '    this.#leader = noBallot;\n    this.#happy = false;\n    this.#ticksToWait = 0;',
    '    this.#happy = false;\n    this.#ticksToWait = 0;',
  ),
  oneEdit(
    'a device that was content with a leader before a recovery is so after it',
    'paxos/election/election.ts',
    '    this.#happy = false;\n    this.#ticksToWait = 0;',
    '    this.#ticksToWait = 0;',
  ),
  {
    name: 'the waits after failed candidacies outlive a recovery',
    edits: [
      {
        file: 'paxos/election/election.ts',
        find: '    this.#ticksToWait = 0;\n    this.#ticksToAbstain = 0;\n    this.failedCandidacies = 0;\n    this.#happyRounds = 0;\n  }',
        replace: '  }',
      },
    ],
  },
  {
    name: 'a recovery keeps counting accepts of the old generation',
    edits: [
      {
        file: 'paxos/membership/recovery.ts',
        find: 'learner.forgetAll();',
        replace: 'learner.forgetThrough(recovering.through);',
      },
    ],
  },
  {
    name: 'messages of another generation are processed',
    edits: [
      {
        file: 'paxos/core/inbox.ts',
        find: 'if (message.generation !== 0 && message.generation !== generation.number) {',
        replace: 'if (message.generation !== 0 && generation.number === 0) {',
      },
    ],
  },
  {
    name: 'a replica continues when it learns of a higher generation',
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
    name: 'a member that has never sent a message becomes a voter',
    edits: [
      {
        file: 'paxos/election/peers.ts',
        find: 'return state?.hasSpoken === true && tick - state.heardTick <= this.#lifetimeTicks;',
        replace: 'return state !== undefined;',
      },
    ],
  },
  {
    name: 'a reply does not correct a sign-off',
    edits: [
      {
        file: 'paxos/election/heartbeats.ts',
        find: 'this.#peers.signOff(from, reply.signsOff);',
        replace: 'if (reply.signsOff) this.#peers.signOff(from, true);',
      },
    ],
  },
  {
    name: 'the decided slot that peers report is not stored',
    edits: [
      {
        file: 'paxos/membership/heard.ts',
        find: 'return this.#latest.through > Math.max(decidedThrough, this.#written);',
        replace: 'return this.#latest.through < 0;',
      },
    ],
  },
  {
    name: 'the decided slot that peers report is stored only with another write',
    edits: [
      {
        file: 'paxos/core/hints.ts',
        find: 'if (lagsInReports) this.#context.write',
        replace: 'if (lagsInReports && lagsInDecisions) this.#context.write',
      },
    ],
  },
  {
    name: 'a recovery does not state what it would lose',
    edits: [
      {
        file: 'paxos/core/status.ts',
        find: 'return slots > 0 ? { slots, knownBy: by } : undefined;',
        replace: 'return slots > 1e9 ? { slots, knownBy: by } : undefined;',
      },
    ],
  },
  {
    name: 'a restart forgets the decided slot that peers reported',
    edits: [
      {
        file: 'paxos/core/core.ts',
        find: 'new Heard(id, state?.heard)',
        replace: 'new Heard(id, undefined)',
      },
    ],
  },
  {
    name: 'entries accepted but not decided count as shared with the next generation',
    edits: [
      {
        file: 'paxos/membership/recovery.ts',
        find: 'slot(Math.min(decidedThrough, current.sharedThrough ?? decidedThrough));',
        replace: 'log.lastSlot;',
      },
    ],
  },
  {
    name: 'a later recovery forgets that an earlier one has diverged',
    edits: [
      {
        file: 'paxos/membership/recovery.ts',
        find: 'slot(Math.min(decidedThrough, current.sharedThrough ?? decidedThrough));',
        replace: 'decidedThrough;',
      },
    ],
  },
  {
    name: 'of two generations that diverged from an earlier one, the later divergence counts',
    edits: [
      {
        file: 'paxos/core/halting.ts',
        find: 'Math.min(message.sharedThrough, own, decidedThrough);',
        replace: 'Math.min(message.sharedThrough, decidedThrough);',
      },
    ],
  },
  {
    name: 'a change of voters forgets the history shared with the generation before',
    edits: [
      {
        file: 'paxos/membership/reconfiguration.ts',
        find: 'configuration(current.generation, distinct, current.sharedThrough, witnesses)',
        replace: 'configuration(current.generation, distinct, undefined, witnesses)',
      },
    ],
  },
  {
    name: 'a replica with rolled-back storage continues',
    edits: [
      {
        file: 'paxos/core/inbox.ts',
        find: "return 'yours' in message && !own.explain(from, message.yours);",
        replace: 'return false;',
      },
    ],
  },
  {
    name: 'a replica with rolled-back storage compares ballots only',
    edits: [
      {
        file: 'paxos/election/own-deeds.ts',
        find: '(acceptedThrough <= storedThrough ||',
        replace: '(acceptedThrough <= storedThrough || all.length > 0 ||',
      },
    ],
  },
  {
    name: 'a replica with rolled-back storage compares its present promise',
    edits: [
      {
        file: 'paxos/core/inbox.ts',
        find: '!own.explain(from, message.yours)',
        replace: `!own.explain(from, message.yours) &&
      (message.yours.acceptedThrough > this.#parts.decided.through ||
        (this.#parts.acceptor.promised.epoch - message.yours.ballot.epoch ||
          this.#parts.acceptor.promised.round - message.yours.ballot.round) < 0)`,
      },
    ],
  },
  {
    name: 'a candidate continues when a promise lists an entry in its own ballot',
    edits: [
      {
        file: 'paxos/core/inbox.ts',
        find: "if (message.type === 'promise') return proposer.isDisprovedBy(message);",
        replace: "if (message.type === 'promise') return false;",
      },
    ],
  },
  {
    name: 'no peer receives the deeds that were seen of it',
    edits: [
      {
        file: 'paxos/election/heartbeats.ts',
        find: 'const yours = this.#seen.of(from);',
        replace: 'const yours = noDeeds;',
      },
    ],
  },
  {
    name: 'a new link starts without the deeds that were seen of the peer',
    edits: [
      {
        file: 'paxos/election/heartbeats.ts',
        find: '{ ...this.#current, yours: this.#seen.of(peer) }',
        replace: 'this.#current',
      },
    ],
  },
  oneEdit(
    'a lost accept below those since counts as one of them',
    'paxos/election/own-deeds.ts',
    'return slot >= lowestSlot && slot <= highestSlot;',
    'return slot <= highestSlot;',
  ),
  oneEdit(
    'a lost promise below those since counts as one of them',
    'paxos/election/own-deeds.ts',
    'return !isHigherBallot(lowestBallot, ballot) && ',
    'return ',
  ),
];
