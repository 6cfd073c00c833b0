/** A list schema that checks the length before the items: checking a million items costs more than decoding them. */

import * as v from 'valibot';

/** @param problem describes a list of more than `most` items. */
export function boundedList<Item extends v.GenericSchema>(item: Item, most: number, problem?: string) {
  return v.pipe(v.array(v.unknown()), v.maxLength(most, problem), v.array(item));
}
