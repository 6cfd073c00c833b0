/** Mistakes around the engine: in the loop, the outbox, the voter policy and removals. */

import type { Mutant } from '../mutant.ts';

export const replicaMutants: readonly Mutant[] = [
  {
    name: 'a full outbox takes another command',
    edits: [
      {
        file: 'replica/outbox.ts',
        find: 'this.#pending.length >= this.#limits.maxCommands ||',
        replace: 'this.#pending.length > this.#limits.maxCommands ||',
      },
    ],
  },
  {
    name: 'an outbox that was full stays full',
    edits: [
      {
        file: 'replica/outbox.ts',
        find: 'this.#pending.length >= this.#limits.maxCommands ||',
        replace: 'this.#nextSequence % 4_294_967_296 > 3 * this.#limits.maxCommands ||',
      },
    ],
  },
  {
    name: 'a batch counts as durable when it is handed out',
    edits: [
      {
        file: 'replica/loop.ts',
        find: '    this.#host.write(this.#saving);',
        replace:
          "    const last = this.#saving.writes.at(-1);\n    this.#host.write(this.#saving);\n    if (last !== undefined) this.#events.push({ type: 'persisted', number: last.number });",
      },
    ],
  },
  {
    name: 'only the last write of a batch is stored',
    edits: [
      {
        file: 'replica/loop.ts',
        find: 'chunk === undefined ? { writes, outbox } : { writes, outbox, chunk }',
        replace: '{ writes: writes.slice(-1), outbox, chunk }',
      },
    ],
  },
  {
    name: 'of a batch, only the first write is reported as durable',
    edits: [
      {
        file: 'replica/loop.ts',
        find: 'const last = saved.writes.at(-1);',
        replace: 'const last = saved.writes.at(0);',
      },
    ],
  },
  {
    name: 'a signed group is not submitted',
    edits: [
      {
        file: 'replica/outbox.ts',
        find: 'this.#unsubmitted.push(...groups);',
        replace: 'this.#unsubmitted.push(...groups.slice(1));',
      },
    ],
  },
  {
    name: 'a signed group is submitted and not stored',
    edits: [
      {
        file: 'replica/outbox.ts',
        find: 'this.#unsaved.push(...groups);',
        replace: 'this.#unsaved.push(...groups.slice(1));',
      },
    ],
  },
  {
    name: 'a restart does not submit what the outbox holds',
    edits: [
      {
        file: 'replica/outbox.ts',
        find: 'this.#unsubmitted = [...this.#groups];',
        replace: 'this.#unsubmitted = this.#groups.slice(1);',
      },
    ],
  },
  {
    name: 'a new incarnation is submitted before the outbox of the earlier ones is decided',
    edits: [
      {
        file: 'replica/outbox.ts',
        find: 'if (earliest !== undefined && incarnationOf(earliest.sequence) < incarnationOf(group.first)) return false;',
        replace: '',
      },
    ],
  },
  {
    name: 'what the disk holds of two earlier incarnations is submitted at once',
    edits: [
      {
        file: 'replica/outbox.ts',
        find: 'if (earliest !== undefined && incarnationOf(earliest.sequence) < incarnationOf(group.first)) return false;',
        replace:
          'if (earliest !== undefined && earliest.sequence < this.#firstOwn && group.first >= this.#firstOwn) return false;',
      },
    ],
  },
  {
    name: 'an incarnation is reserved only by its first stored command',
    edits: [
      {
        file: 'paxos/model/sequence.ts',
        find: 'Math.max(reserved, incarnationOf(nextSequence)) + 1',
        replace: 'incarnationOf(nextSequence) + 1',
      },
    ],
  },
  {
    name: 'a restart continues the incarnation before after its last stored command',
    edits: [
      {
        file: 'replica/outbox.ts',
        find: '    this.#nextSequence = nextSequence;\n',
        replace:
          '    const end = outbox.at(-1);\n    this.#nextSequence = end === undefined ? nextSequence : lastOf(end) + 1;\n    this.#firstUnsealed = this.#nextSequence;\n',
      },
    ],
  },
  {
    name: 'a restart forgets the outbox',
    edits: [
      {
        file: 'replica/loop.ts',
        find: 'new Outbox(id, stored, outboxLimits)',
        replace: 'new Outbox(id, { ...stored, outbox: [] }, outboxLimits)',
      },
    ],
  },
  {
    name: 'a superseded device does not write down that it stopped',
    edits: [
      {
        file: 'replica/device.ts',
        find: "if (reason === 'superseded' || reason === 'rolledBack') this.#loop.close();\n    else this.#loop.halt();",
        replace: 'this.#loop.halt();',
      },
    ],
  },
  {
    name: 'the outbox drops what no durable write has as decided',
    edits: [
      {
        file: 'replica/outbox.ts',
        find: 'const covered = this.#toRemove.filter(({ slot }) => slot <= decidedThrough);',
        replace: 'const covered = this.#toRemove;',
      },
    ],
  },
  {
    name: 'the outbox drops a command once it is stored',
    edits: [
      {
        file: 'replica/outbox.ts',
        find: 'const remove = covered.map(({ first }) => first);',
        replace: 'const remove = [...covered, ...append].map(({ first }) => first);',
      },
    ],
  },
  {
    name: 'the outbox drops one command more than is applied',
    edits: [
      {
        file: 'replica/outbox.ts',
        find: 'Number.POSITIVE_INFINITY) <= sequence)',
        replace: 'Number.POSITIVE_INFINITY) <= sequence + 1)',
      },
    ],
  },
  {
    name: 'an applied command counts as pending while its effect is shown',
    edits: [
      {
        file: 'replica/applying.ts',
        find: '      if (last !== undefined) this.#outbox.applied(last.sequence, last.slot);\n      this.#machine.decided(run);',
        replace:
          '      this.#machine.decided(run);\n      if (last !== undefined) this.#outbox.applied(last.sequence, last.slot);',
      },
    ],
  },
  {
    name: 'the outbox stores a command twice',
    edits: [{ file: 'replica/outbox.ts', find: '    this.#unsaved = [];\n', replace: '' }],
  },
  {
    name: "others' commands count as own applied ones",
    edits: [
      {
        file: 'replica/applying.ts',
        find: 'if (command.origin === origin) last = { sequence: command.sequence, slot };',
        replace: 'last = { sequence: Math.max(last?.sequence ?? 0, command.sequence), slot };',
      },
    ],
  },
  {
    name: 'the digest covers all decisions instead of those up to its slot',
    edits: [
      {
        file: 'replica/applying.ts',
        find: '      if (!applicable.digestDue) continue;\n      applyRun();',
        replace:
          '      if (!applicable.digestDue) continue;\n      if (applicables.at(-1) === applicable) applyRun();',
      },
    ],
  },
  {
    name: 'the policy counts members that are linked and silent',
    edits: [
      {
        file: 'replica/voters/voter-policy.ts',
        find: 'member.unlinkedTicks === 0 && member.heardTicksAgo < limits.silentTicks;',
        replace: 'member.unlinkedTicks === 0;',
      },
    ],
  },
  {
    name: 'a link that has just gone down counts as up',
    edits: [
      {
        file: 'replica/members/links.ts',
        find: 'Math.max(1, this.#tick - (this.#downSince.get(peer) ?? 0))',
        replace: 'this.#tick - (this.#downSince.get(peer) ?? 0)',
      },
    ],
  },
  {
    name: 'the policy requests voters without an audible majority',
    edits: [
      {
        file: 'replica/voters/voter-policy.ts',
        find: '  if (isPossible(first)) return first.sort(byId);',
        replace: '  if (first.length > 0) return first.sort(byId);',
      },
    ],
  },
  {
    name: 'the policy removes votes without reassigning them',
    edits: [
      {
        file: 'replica/voters/voter-policy.ts',
        find: 'return longLost < 2 ? count : ',
        replace: 'return longLost < 2 ? 1 : ',
      },
    ],
  },
  {
    name: 'the policy chooses an even number of voters',
    edits: [
      {
        file: 'replica/voters/voter-policy.ts',
        find: 'return count % 2 === 1 ? count : Math.max(1, count - 1);',
        replace: 'return count;',
      },
    ],
  },
  {
    name: 'the policy gives votes to members that have just connected',
    edits: [
      {
        file: 'replica/voters/voter-policy.ts',
        find: '    member.linkedTicks >= limits.settledLinkTicks &&\n',
        replace: '',
      },
    ],
  },
  {
    name: 'a lost voter keeps its vote forever',
    edits: [
      {
        file: 'replica/voters/voter-policy.ts',
        find: 'const lost = others.filter((voter) => isAway(members.get(voter), limits.unreachableTicks));',
        replace: 'const lost = others.filter(() => false);',
      },
    ],
  },
  {
    name: 'the policy ignores sign-offs',
    edits: [
      {
        file: 'replica/voters/voter-watch.ts',
        find: 'leaving: this.#leaving.has(id),',
        replace: 'leaving: false,',
      },
    ],
  },
  {
    name: 'the policy ignores removals',
    edits: [
      {
        file: 'replica/voters/voter-watch.ts',
        find: 'removed: this.#removals.has(id) ||',
        replace: 'removed: false ||',
      },
    ],
  },
  {
    name: 'a sign-off reduces the number of voters',
    edits: [
      {
        file: 'replica/voters/voter-policy.ts',
        find: 'const least = leastVoters(voters.length, removed, longLost.length);',
        replace: 'const least = leastVoters(voters.length, removed + leaving.length, longLost.length);',
      },
      {
        file: 'replica/voters/voter-policy.ts',
        find: 'Math.min(keptVoters, oddAtMost(present + third.length + left.length)),',
        replace: '1,',
      },
    ],
  },
  {
    name: 'five voters stay five when the remaining ones are no majority',
    edits: [
      {
        file: 'replica/voters/voter-policy.ts',
        find: 'count >= bound && count < size; count -= 2',
        replace: 'count > size; count -= 2',
      },
    ],
  },
  {
    name: 'a leader that signs off and keeps its vote continues to lead',
    edits: [
      {
        file: 'replica/voters/voter-watch.ts',
        find: "if (role !== 'leader' || !signsOff) return false;",
        replace: "if (role !== 'leader' || signsOff) return false;",
      },
    ],
  },
  {
    name: 'a removed voter is disconnected immediately',
    edits: [
      {
        file: 'replica/members/removals.ts',
        find: '!voters.includes(replica) || this.#tick - since >= dismissalTicks,',
        replace: 'this.#tick - since >= 0 && voters.length > 0,',
      },
    ],
  },
  {
    name: 'a removed member is never disconnected',
    edits: [
      {
        file: 'replica/members/removals.ts',
        find: '!voters.includes(replica) || this.#tick - since >= dismissalTicks,',
        replace: 'voters.length > 0 && this.#tick < since,',
      },
    ],
  },
];
