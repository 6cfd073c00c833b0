/** A deliberate mistake in the window's code, as a change of its source text. */

import type { Edit } from '../../../simulation/mutants/mutant.ts';
import type { FailureKind } from '../failure.ts';

export interface Break {
  readonly name: string;
  /** Sentences of steps (`script.ts`) that can reveal it. */
  readonly revealedBy: RegExp;
  /** File paths are relative to the repository. */
  readonly edits: readonly Edit[];
  /** Whether its run has the newest actions (`newestActions`). The runs of all others omit them. */
  readonly isNewest?: boolean;
  /** The run that last detected it. A change of the actions changes all plans, and requires other runs. */
  readonly detected: Detection;
}

export interface Detection {
  readonly seed: number;
  /** Bursts until the detection, including the one that revealed it. */
  readonly bursts: number;
  /** Time from the first step, on two cores. */
  readonly seconds: number;
  readonly as: FailureKind;
}
