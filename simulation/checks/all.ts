/** The checks of a run, in the order in which they are notified. */

import { firstGeneration } from '#shared/paxos/membership/generation.ts';
import type { Limits } from '#shared/paxos/model/limits.ts';
import type { Signatures } from '../world/signatures.ts';
import { NoHalt } from './0-no-halt.ts';
import { Agreement } from './agreement/1-agreement.ts';
import { Validity } from './agreement/1-validity.ts';
import { OneProposal } from './agreement/2-one-proposal.ts';
import { HighestAccepted } from './agreement/5-highest-accepted.ts';
import { Barrier } from './agreement/9-barrier.ts';
import { Signed } from './agreement/17-signed.ts';
import { followsModel } from './agreement/20-model.ts';
import { Window } from './agreement/window.ts';
import { Prefixes } from './application/6-prefixes.ts';
import { ExactlyOnce } from './application/7-exactly-once.ts';
import { Snapshots } from './application/8-snapshots.ts';
import type { Check } from './check.ts';
import { Promises } from './durability/3-promise.ts';
import { DurableFirst } from './durability/4-durable-first.ts';
import { Recovered } from './durability/recovery.ts';
import { Superseded } from './durability/superseded.ts';
import { VoteHandover } from './durability/vote-handover.ts';
import type { Ledger } from './ledger.ts';

/** The checks of the first generation; `ledger` must be one of them. */
export type MakeChecks = typeof checksWithoutModel;

/** Those of most runs. */
export function allChecks(...facts: Parameters<MakeChecks>): readonly Check[] {
  return [...checksWithoutModel(...facts), followsModel()];
}

/** `ledger` comes first: the others query it. */
export function checksWithoutModel(
  ledger: Ledger,
  limits: Partial<Limits>,
  signatures: Signatures,
): readonly Check[] {
  return [
    ledger,
    new Signed(signatures),
    new Validity(),
    new OneProposal(),
    new Promises(),
    new DurableFirst(ledger, firstGeneration),
    new HighestAccepted(ledger),
    new Barrier(ledger),
    new Agreement(ledger),
    new Prefixes(),
    new ExactlyOnce(),
    new Snapshots(),
    new VoteHandover(),
    new Recovered(),
    new Superseded(),
    new Window(limits),
    new NoHalt(),
  ];
}
