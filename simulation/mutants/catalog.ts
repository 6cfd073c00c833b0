/** The mutants: each a plausible mistake in the engine or its loop, some of them made once. */

import type { Mutant } from './mutant.ts';
import { endingPageMutants } from './topics/device/ending-page.ts';
import { replicaMutants } from './topics/device/replica.ts';
import { signatureMutants } from './topics/device/signatures.ts';
import { startMutants } from './topics/device/starts.ts';
import { versionMutants } from './topics/device/versions.ts';
import { windowMutants } from './topics/device/windows.ts';
import { durabilityMutants } from './topics/engine/durability.ts';
import { electionMutants } from './topics/engine/election.ts';
import { flowMutants } from './topics/engine/flow.ts';
import { gatheringMutants } from './topics/engine/gathering.ts';
import { phaseMutants } from './topics/engine/phases.ts';
import { progressMutants } from './topics/engine/progress.ts';
import { recoveryMutants } from './topics/engine/recovery.ts';
import { resendingMutants } from './topics/engine/resending.ts';
import { snapshotMutants } from './topics/engine/snapshots.ts';
import { invitationMutants } from './topics/members/invitations.ts';
import { linkMutants } from './topics/members/links.ts';
import { membershipMutants } from './topics/members/membership.ts';
import { offerMutants } from './topics/members/offers.ts';
import { personMutants } from './topics/members/persons.ts';
import { veilMutants } from './topics/members/veil.ts';
import { votersMutants } from './topics/members/voters.ts';
import { lendingMutants, witnessMutants } from './topics/members/witness.ts';

export const mutants: readonly Mutant[] = [
  ...durabilityMutants,
  ...phaseMutants,
  ...membershipMutants,
  ...invitationMutants,
  ...recoveryMutants,
  ...snapshotMutants,
  ...electionMutants,
  ...progressMutants,
  ...flowMutants,
  ...gatheringMutants,
  ...replicaMutants,
  ...endingPageMutants,
  ...startMutants,
  ...resendingMutants,
  ...offerMutants,
  ...signatureMutants,
  ...witnessMutants,
  ...lendingMutants,
  ...linkMutants,
  ...votersMutants,
  ...windowMutants,
  ...versionMutants,
  ...personMutants,
  ...veilMutants,
];
