/**
 * Changes that are split over several commands, until they are complete. A change is applied with its last part, so nobody
 * ever sees half of an element.
 */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { BoardCommand, ElementPatch, Json, Outcome, RefusalReason } from './commands.ts';
import { maxAllPartsBytes, maxPartsBytes, maxPatchesPerCommand } from './limits.ts';
import { applied, refused } from './outcome.ts';
import { Table } from './table.ts';
import { isJsonArray, jsonBytes } from './values/json.ts';

export type PatchCommand = Extract<BoardCommand, { readonly type: 'elements/patch' }>;

/** The received parts of a change. */
export interface Part {
  readonly patches: readonly ElementPatch[];
  /** Of all its parts, as `jsonBytes` counts them. */
  readonly bytes: number;
}

export class Parts {
  readonly table: Table<ReplicaId, Part>;

  constructor(table: Table<ReplicaId, Part> = new Table({ kind: 'part', weigh: ({ bytes }) => bytes })) {
    this.table = table;
  }

  /** Removes and returns the unfinished change of `origin`: its next command continues it, or it is dropped. */
  take(origin: ReplicaId): Part | undefined {
    const part = this.table.get(origin);
    if (part !== undefined) this.table.delete(origin);
    return part;
  }

  keep(origin: ReplicaId, part: Part): Outcome {
    if (this.table.weight + part.bytes > maxAllPartsBytes) return refused('too-many');
    this.table.set(origin, Object.freeze(part));
    return applied;
  }

  fork(): Parts {
    return new Parts(this.table.fork());
  }
}

/** The bytes of one part that count for the bound. */
export function patchesBytes(patches: readonly ElementPatch[]): number {
  let bytes = 0;
  for (const { id, set, textWas, append = {} } of patches) {
    bytes += jsonBytes(id) + jsonBytes(set) + jsonBytes(append);
    if (textWas !== undefined) bytes += jsonBytes(textWas);
  }
  return bytes;
}

/** Whether this is the only part of its change, as for nearly every change. */
export function isWhole({ more, patches }: PatchCommand): boolean {
  return more !== true && patches[0]?.append === undefined;
}

/** The patches of `before`, then `patches`: a change, or the reason why there is none. */
export function joined(
  before: Part | undefined,
  patches: readonly ElementPatch[],
): Part | Extract<RefusalReason, 'malformed' | 'too-large' | 'too-many'> {
  const [first, ...rest] = patches;
  // Only the first patch may continue the part before: each continuation copies the element so far.
  if (rest.some(({ append }) => append !== undefined)) return 'malformed';
  const all = [...(before?.patches ?? [])];
  if (first?.append !== undefined) {
    const whole = continued(all.pop(), first, first.append);
    if (whole === undefined) return 'malformed';
    all.push(whole, ...rest);
  } else {
    all.push(...patches);
  }
  const bytes = (before?.bytes ?? 0) + patchesBytes(patches);
  if (bytes > maxPartsBytes) return 'too-large';
  return all.length > maxPatchesPerCommand ? 'too-many' : { patches: Object.freeze(all), bytes };
}

function continued(
  before: ElementPatch | undefined,
  { id, set, unset = [] }: ElementPatch,
  append: { readonly [property: string]: string | readonly Json[] },
): ElementPatch | undefined {
  if (before?.id !== id || unset.length > 0) return undefined;
  const longer: { [property: string]: Json } = { ...before.set, ...set };
  for (const [property, end] of Object.entries(append)) {
    const start = longer[property];
    if (typeof start === 'string' && typeof end === 'string') longer[property] = start + end;
    else if (start !== undefined && isJsonArray(start) && typeof end !== 'string') {
      longer[property] = Object.freeze([...start, ...end]);
    } else return undefined;
  }
  // No patch sets a property that it removes: a snapshot with such a part could not be restored.
  for (const name of before.unset ?? []) delete longer[name];
  return Object.freeze({ ...before, set: Object.freeze(longer) });
}
