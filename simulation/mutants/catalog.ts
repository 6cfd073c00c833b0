/** The mutants: each a plausible mistake in the engine or its loop, some of them made once. */

import type { Mutant } from './mutant.ts';
import { durabilityMutants } from './topics/durability.ts';
import { electionMutants } from './topics/election.ts';
import { endingPageMutants } from './topics/ending-page.ts';
import { flowMutants } from './topics/flow.ts';
import { linkMutants } from './topics/links.ts';
import { membershipMutants } from './topics/membership.ts';
import { offerMutants } from './topics/offers.ts';
import { personMutants } from './topics/persons.ts';
import { phaseMutants } from './topics/phases.ts';
import { progressMutants } from './topics/progress.ts';
import { recoveryMutants } from './topics/recovery.ts';
import { replicaMutants } from './topics/replica.ts';
import { resendingMutants } from './topics/resending.ts';
import { signatureMutants } from './topics/signatures.ts';
import { snapshotMutants } from './topics/snapshots.ts';
import { votersMutants } from './topics/voters.ts';
import { windowMutants } from './topics/windows.ts';
import { lendingMutants, witnessMutants } from './topics/witness.ts';

export const mutants: readonly Mutant[] = [
  ...durabilityMutants,
  ...phaseMutants,
  ...membershipMutants,
  ...recoveryMutants,
  ...snapshotMutants,
  ...electionMutants,
  ...progressMutants,
  ...flowMutants,
  ...replicaMutants,
  ...endingPageMutants,
  ...resendingMutants,
  ...offerMutants,
  ...signatureMutants,
  ...witnessMutants,
  ...lendingMutants,
  ...linkMutants,
  ...votersMutants,
  ...windowMutants,
  ...personMutants,
];
