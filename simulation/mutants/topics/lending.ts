/** Mistakes in the agreement on lent votes, and in the use of them. */

import type { Mutant } from '../mutant.ts';

function one(name: string, file: string, find: string, replace: string): Mutant {
  return { name, edits: [{ file, find, replace }] };
}

export const lendingMutants: readonly Mutant[] = [
  one(
    'a vote that was taken back counts as lent',
    'board/lending.ts',
    'member?.lentBy === undefined || member.removedBy !== undefined',
    'member?.lentBy === undefined',
  ),
  one(
    'a removed member still lends its vote',
    'board/lending.ts',
    'remover === undefined || remover === member.lentBy ?',
    'remover === undefined || remover !== undefined ?',
  ),
  one(
    'a member that left lends no vote any more',
    'board/lending.ts',
    'remover === undefined || remover === member.lentBy ?',
    'remover === undefined ?',
  ),
  one(
    'a lent vote passes to another lender',
    'board/member/members.ts',
    '(before !== undefined && before.lentBy !== lentBy)',
    '(before !== undefined && before.lentBy === undefined)',
  ),
  one(
    'a person is lent as a witness',
    'board/member/members.ts',
    '(before !== undefined && before.lentBy !== lentBy)',
    '(before?.lentBy !== undefined && before.lentBy !== lentBy)',
  ),
  one(
    'a vote that was taken back can be lent again',
    'board/member/members.ts',
    `  if (before?.removedBy !== undefined) return refused('removed', before.removedBy);
  if (id === lentBy ||`,
    '  if (id === lentBy ||',
  ),
  one(
    'a viewer cannot take back the vote that it lent',
    'board/member/rights.ts',
    'return memberOf(command.id)?.lentBy === origin;',
    "return memberOf(command.id)?.lentBy === origin && command.name === '';",
  ),
  one(
    'a viewer lends a vote',
    'board/member/rights.ts',
    "return command.type === 'member/introduce' ||",
    "return command.type === 'member/introduce' || command.type === 'member/lend' ||",
  ),
  one(
    'a removed member takes part in the agreement on lent votes',
    'board/member/members.ts',
    "if (removedBy !== undefined) return refused('removed', removedBy);",
    '',
  ),
  one(
    'a snapshot forgets the lenders',
    'board/bytes/snapshot.ts',
    'lentBy: v.exactOptional(replicaIdSchema),',
    'lentBy: v.pipe(v.exactOptional(replicaIdSchema), v.transform(() => undefined as never)),',
  ),
  one(
    'a witness on which nobody agreed gets a vote',
    'replica/voters/voter-watch.ts',
    '|| (witness && lender === undefined)',
    '',
  ),
  one(
    'the policy does not know the lenders',
    'replica/voters/voter-watch.ts',
    '...(lender === undefined ? {} : { lender }),',
    '',
  ),
  one(
    'a witness votes beside its lender',
    'replica/voters/voter-policy.ts',
    'some((voter) => voter === lenderOf(id));',
    'some((voter) => voter === lenderOf(id) && voter === id);',
  ),
  one(
    'an absent lender keeps its vote beside its witness',
    'replica/voters/voter-policy.ts',
    'const isReplaced = (id: ReplicaId) => witness !== undefined && id === lenderOf(witness);',
    'const isReplaced = (id: ReplicaId) => witness !== undefined && id === witness;',
  ),
  one(
    'a witness answers another one with a base',
    'paxos/catch-up/catch-up.ts',
    'witness === true && !hasNoSnapshot',
    'witness === true',
  ),
];
