/** Mistakes in a witness: it does more than vote, removes too much or too little, or votes beside the wrong members. */

import { type Mutant, oneEdit } from '../../mutant.ts';

export const witnessMutants: readonly Mutant[] = [
  oneEdit(
    'a witness stands for election',
    'paxos/core/core.ts',
    'const fit = isFit && !isWitness;',
    'const fit = isFit || isWitness;',
  ),
  oneEdit(
    'a leader hands over to a witness',
    'paxos/election/handover.ts',
    'fullVoters(configuration);',
    'configuration.voters;',
  ),
  oneEdit(
    'a witness recovers a board',
    'paxos/membership/recovery.ts',
    'if (current === undefined || isWitness)',
    'if (current === undefined)',
  ),
  oneEdit(
    'a witness removes everything decided',
    'paxos/witness/trimming.ts',
    'const kept = this.#kept.through(configuration);',
    'const kept = decidedThrough;',
  ),
  oneEdit('a witness removes what one voter holds', 'paxos/witness/kept.ts', 'Math.min(...', 'Math.max(...'),
  oneEdit(
    'a voter reports as stored what it has only decided',
    'paxos/election/heartbeats.ts',
    'const progress = { decidedThrough, storedThrough };',
    'const progress = { decidedThrough, storedThrough: storedThrough && decidedThrough };',
  ),
  oneEdit(
    'a voter reports as stored what a power cut takes back',
    'paxos/core/context.ts',
    'if (change.isHint !== true) this.#storing',
    'this.#storing',
  ),
  oneEdit(
    'the votes of a witness are dropped like those of a viewer',
    'replica/device.ts',
    'if (standing?.witness === true) {',
    "if (standing?.witness === true && standing.access === 'edit') {",
  ),
  oneEdit(
    'a witness does not complete two members',
    'replica/voters/voter-policy.ts',
    'const third = isCompleted ? [witness] : [];',
    'const third: ReplicaId[] = [];',
  ),
  oneEdit(
    'a visitor replaces a witness',
    'replica/voters/voter-policy.ts',
    'stayingWitnesses.length === 0 ? 0 : limits.unreachableTicks;',
    '0 * limits.unreachableTicks;',
  ),
  oneEdit(
    'a witness keeps its vote beside three members',
    'replica/voters/voter-policy.ts',
    'stayingWitnesses.length === 0 ? 0 : limits.unreachableTicks;',
    'stayingWitnesses.length === 0 ? 0 : Number.POSITIVE_INFINITY;',
  ),
];

/** Mistakes in the agreement on lent votes, and in the use of them. */
export const lendingMutants: readonly Mutant[] = [
  oneEdit(
    'a vote that was taken back counts as lent',
    'board/lending.ts',
    'member?.lentBy === undefined || member.removedBy !== undefined',
    'member?.lentBy === undefined',
  ),
  oneEdit(
    'a removed member still lends its vote',
    'board/lending.ts',
    'remover === undefined || remover === member.lentBy ?',
    'remover === undefined || remover !== undefined ?',
  ),
  oneEdit(
    'a member that left lends no vote any more',
    'board/lending.ts',
    'remover === undefined || remover === member.lentBy ?',
    'remover === undefined ?',
  ),
  oneEdit(
    'a lent vote passes to another lender',
    'board/member/members.ts',
    '(before !== undefined && before.lentBy !== lentBy)',
    '(before !== undefined && before.lentBy === undefined)',
  ),
  oneEdit(
    'a person is lent as a witness',
    'board/member/members.ts',
    '(before !== undefined && before.lentBy !== lentBy)',
    '(before?.lentBy !== undefined && before.lentBy !== lentBy)',
  ),
  oneEdit(
    'a vote that was taken back can be lent again',
    'board/member/members.ts',
    `  if (before?.removedBy !== undefined) return refused('removed', before.removedBy);
  if (id === lentBy ||`,
    '  if (id === lentBy ||',
  ),
  oneEdit(
    'a viewer cannot take back the vote that it lent',
    'board/member/rights.ts',
    'members.get(command.id)?.lentBy ?? command.id, origin)',
    'command.id, origin)',
  ),
  oneEdit(
    'a viewer lends a vote',
    'board/member/rights.ts',
    "case 'member/introduce':\n    case 'member/leave':",
    "case 'member/introduce':\n    case 'member/lend':\n    case 'member/leave':",
  ),
  oneEdit(
    'a snapshot forgets the lenders',
    'board/bytes/restoring/schema.ts',
    'lentBy: v.exactOptional(replicaIdSchema),',
    'lentBy: v.pipe(v.exactOptional(replicaIdSchema), v.transform(() => undefined as never)),',
  ),
  oneEdit(
    'a witness on which nobody agreed gets a vote',
    'replica/voters/voter-watch.ts',
    '|| (witness && lender === undefined)',
    '',
  ),
  oneEdit(
    'the policy does not know the lenders',
    'replica/voters/voter-watch.ts',
    '...(lender === undefined ? {} : { lender }),',
    '',
  ),
  oneEdit(
    'a witness votes beside its lender',
    'replica/voters/voter-policy.ts',
    'some((voter) => voter === lenderOf(id));',
    'some((voter) => voter === lenderOf(id) && voter === id);',
  ),
  oneEdit(
    'an absent lender keeps its vote beside its witness',
    'replica/voters/voter-policy.ts',
    'const isReplaced = (id: ReplicaId) => witness !== undefined && id === lenderOf(witness);',
    'const isReplaced = (id: ReplicaId) => witness !== undefined && id === witness;',
  ),
  oneEdit(
    'a vote on a host counts as on the computer of its lender',
    'board/lending.ts',
    'member(witness)?.onHost === true ? witness : lender;',
    'member(witness)?.onHost === true ? lender : lender;',
  ),
  oneEdit(
    'the agreement on a lent vote forgets its host',
    'board/member/members.ts',
    '...(host === true ? { onHost: host } : {})',
    '...(host === undefined ? {} : {})',
  ),
  oneEdit(
    'a snapshot forgets the hosts of lent votes',
    'board/bytes/restoring/schema.ts',
    'onHost: v.exactOptional(v.literal(true)),',
    'onHost: v.pipe(v.exactOptional(v.literal(true)), v.transform(() => undefined as never)),',
  ),
  oneEdit(
    'an editor takes back a lent vote beside an owner',
    'board/member/rights.ts',
    "return role === 'owner' || (role === 'editor' && ownersOf(members) === 0);",
    "return role === 'owner' || role === 'editor';",
  ),
  oneEdit(
    'a witness answers another one with a base',
    'paxos/catch-up/catch-up.ts',
    'witness === true && !hasNoSnapshot',
    'witness === true',
  ),
  oneEdit(
    'a witness goes on after a received base with the voters that it knew before',
    'paxos/witness/trimming.ts',
    '    this.begin(base);\n    this.#context.write',
    '    this.#context.write',
  ),
  oneEdit(
    'the base of a witness has the voters from before the removed log',
    'paxos/witness/trimming.ts',
    'this.#inForce = { epoch: slot, configuration: entry.configuration };',
    'this.#inForce ??= { epoch: slot, configuration: entry.configuration };',
  ),
  oneEdit(
    'a witness receives a base of a snapshot although the log has the entries',
    'paxos/catch-up/catch-up.ts',
    '    if (firstSlot > this.#log.compactedThrough) return undefined;\n    return snapshot',
    '    return snapshot',
  ),
];
