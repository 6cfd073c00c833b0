/** A large drawing from a file that is being added, for the case that the page ends meanwhile. */

import * as v from 'valibot';
import { maxElements, maxIdLength } from '#shared/board/limits.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { BoardMemory } from '../../ui/memory/board-memory.ts';

export interface Unfinished {
  readonly file: string;
  /** Of all elements of the drawing. */
  readonly ids: readonly string[];
}

const schema: v.GenericSchema<unknown, Unfinished> = v.strictObject({
  file: v.pipe(v.string(), v.maxLength(255)),
  ids: v.pipe(
    v.array(v.unknown()),
    v.maxLength(maxElements),
    v.array(v.pipe(v.string(), v.maxLength(maxIdLength))),
  ),
});

export const unfinishedImports = new BoardMemory<Unfinished>('unfinished-imports', schema);

/** The elements of an unfinished drawing that are on the board; none if all of them were added. */
export function partOf(
  { ids }: Unfinished,
  element: (id: string) => BoardElement | undefined,
): readonly string[] {
  if (ids.every((id) => element(id) !== undefined)) return [];
  return ids.filter((id) => {
    const there = element(id);
    return there !== undefined && there.isDeleted !== true;
  });
}
