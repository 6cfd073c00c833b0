/** Changes of many elements as commands that are each small enough. */

import type { ElementPatch } from '#shared/board/commands.ts';
import { partsOf } from './parts.ts';

export interface SplitLimits {
  /** Bytes of one command's body, at most. */
  readonly maxCommandBytes: number;
  /** Patches in one command, at most. */
  readonly maxPatches: number;
}

export interface Split {
  /** Together all patches that fit, in their order; none of them is empty. */
  readonly commands: readonly (readonly ElementPatch[])[];
  /** Patches that fit into no command, each as the parts of which every one fits; in order. */
  readonly divided: readonly { readonly patch: ElementPatch; readonly parts: readonly ElementPatch[] }[];
  /** Patches that fit into no command and cannot be divided. */
  readonly tooLarge: readonly ElementPatch[];
}

/** The property `more` of a command, at most. */
const moreBytes = 16;

/**
 * As few commands as filling them in order makes.
 *
 * @param bytesOf the bytes of a command of these patches. Those of many patches are taken to be no more than the
 *   sum of those of each: the rest of a command is counted for each of its patches.
 */
export function splitPatches(
  patches: readonly ElementPatch[],
  bytesOf: (patches: readonly ElementPatch[]) => number,
  limits: SplitLimits,
): Split {
  if (patches.length === 0) return { commands: [], divided: [], tooLarge: [] };
  // Nearly always everything fits, and is measured once.
  if (patches.length <= limits.maxPatches && bytesOf(patches) <= limits.maxCommandBytes) {
    return { commands: [patches], divided: [], tooLarge: [] };
  }
  const commands: ElementPatch[][] = [];
  const divided: { patch: ElementPatch; parts: readonly ElementPatch[] }[] = [];
  const tooLarge: ElementPatch[] = [];
  let filling: ElementPatch[] = [];
  let filledBytes = 0;
  for (const patch of patches) {
    const bytes = bytesOf([patch]);
    if (bytes > limits.maxCommandBytes) {
      // Its parts are measured as commands with `more`.
      const parts = partsOf(patch, (part) => bytesOf([part]) + moreBytes, limits.maxCommandBytes);
      if (parts === undefined) tooLarge.push(patch);
      else divided.push({ patch, parts });
      continue;
    }
    const full = filling.length >= limits.maxPatches || filledBytes + bytes > limits.maxCommandBytes;
    if (filling.length === 0 || full) {
      filling = [];
      filledBytes = 0;
      commands.push(filling);
    }
    filling.push(patch);
    filledBytes += bytes;
  }
  return { commands, divided, tooLarge };
}
