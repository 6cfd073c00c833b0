/** The mutants: each a plausible mistake in the engine or its loop, some of them made once. */

import { durabilityMutants } from './durability.ts';
import { electionMutants } from './election.ts';
import { flowMutants } from './flow.ts';
import { membershipMutants } from './membership.ts';
import type { Mutant } from './mutant.ts';
import { phaseMutants } from './phases.ts';
import { progressMutants } from './progress.ts';
import { recoveryMutants } from './recovery.ts';
import { replicaMutants } from './replica.ts';
import { signatureMutants } from './signatures.ts';
import { snapshotMutants } from './snapshots.ts';

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
  ...signatureMutants,
];
