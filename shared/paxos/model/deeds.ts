/** The durable actions of a member, as far as another replica has seen them (`election/deeds.ts`). */

import { type Ballot, noBallot } from './ballot.ts';
import { noSlot, type Slot } from './ids.ts';

export interface Deeds {
  /** The highest ballot in which it promised, accepted or proposed; `noBallot` if no action was seen. */
  readonly ballot: Ballot;
  /** The last slot for which it accepted an entry; 0 if no accept was seen. */
  readonly acceptedThrough: Slot;
}

export const noDeeds: Deeds = Object.freeze({ ballot: noBallot, acceptedThrough: noSlot });
