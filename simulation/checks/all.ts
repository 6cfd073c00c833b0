/** The checks of a run, in the order in which they are notified. */

import { firstGeneration } from '#shared/paxos/membership/generation.ts';
import type { Limits } from '#shared/paxos/model/limits.ts';
import type { Signatures } from '../world/signatures.ts';
import { NoHalt } from './0-no-halt.ts';
import { Agreement } from './1-agreement.ts';
import { Validity } from './1-validity.ts';
import { OneProposal } from './2-one-proposal.ts';
import { Promises } from './3-promise.ts';
import { DurableFirst } from './4-durable-first.ts';
import { HighestAccepted } from './5-highest-accepted.ts';
import { Prefixes } from './6-prefixes.ts';
import { ExactlyOnce } from './7-exactly-once.ts';
import { Snapshots } from './8-snapshots.ts';
import { Barrier } from './9-barrier.ts';
import { Signed } from './17-signed.ts';
import type { Check } from './check.ts';
import { Entrusted } from './entrusted.ts';
import type { Ledger } from './ledger.ts';
import { Recovered } from './recovery.ts';
import { Superseded } from './superseded.ts';
import { Window } from './window.ts';

/** `ledger` comes first: the others query it. */
export function allChecks(ledger: Ledger, limits: Partial<Limits>, signatures: Signatures): readonly Check[] {
  return [
    ledger,
    new Signed(signatures),
    new Validity(),
    new OneProposal(),
    new Promises(),
    new DurableFirst(ledger, firstGeneration),
    new HighestAccepted(ledger),
    new Barrier(),
    new Agreement(ledger),
    new Prefixes(),
    new ExactlyOnce(),
    new Snapshots(),
    new Entrusted(),
    new Recovered(),
    new Superseded(),
    new Window(limits),
    new NoHalt(),
  ];
}
