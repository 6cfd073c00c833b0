/** A list whose length is looked at before any of its items is: a schema for each item of a million costs more than they do. */

import * as v from 'valibot';

/** @param problem what is wrong with a list of more than `most` items. */
export function boundedList<Item extends v.GenericSchema>(item: Item, most: number, problem?: string) {
  return v.pipe(v.array(v.unknown()), v.maxLength(most, problem), v.array(item));
}
