/** The inputs of a replica (`replica.ts`) at its start. */

import type { DurableState } from './effects.ts';
import type { ReplicaId } from './model/ids.ts';
import type { Limits } from './model/limits.ts';

export interface ReplicaOptions {
  readonly id: ReplicaId;
  /** Returns numbers in [0, 1). */
  readonly random: () => number;
  /** The content of this replica's storage; absent if it has never written. */
  readonly state?: DurableState | undefined;
  /** Founds the board: slot 1 makes this replica its only voter. Only valid without `state`. */
  readonly genesis?: boolean | undefined;
  /** This replica only promises and accepts: it keeps no board, and never leads (`docs/protocol.md`, "Witnesses"). */
  readonly witness?: boolean | undefined;
  readonly limits?: Partial<Limits> | undefined;
}
