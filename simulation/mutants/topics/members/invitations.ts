/** Mistakes in the rule that new voters hold a change of voters before it is decided. */

import { type Mutant, oneEdit } from '../../mutant.ts';

export const invitationMutants: readonly Mutant[] = [
  oneEdit(
    'a new voter stores an invitation before it has everything decided before',
    'paxos/phases/phases.ts',
    'return firstSlot === nextSlot(decidedThrough);',
    'return firstSlot >= nextSlot(decidedThrough);',
  ),
  oneEdit(
    'an invitation goes on when an invited member is removed',
    'paxos/phases/proposer.ts',
    "if (this.#leadership?.isInviting(members) === true) this.#standAnew('an invited member was removed');",
    '',
  ),
  oneEdit(
    'all voters that stay count as holders of an invitation',
    'paxos/membership/invitation.ts',
    'const sure = Math.max(0, shared - (current.voters.length - majorityOf(current)));',
    'const sure = shared;',
  ),
];
