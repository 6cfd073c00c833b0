/** The selected cards: a set of ids, and the start of a range. */

export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly anchor?: string;
}

export const noSelection: Selection = { ids: new Set() };

/**
 * @param order the ids of the cards of one column as they are shown, or of all columns one after the other.
 * @param range all from the anchor to `id`, if both are in `order`.
 */
export function selected(
  { ids, anchor }: Selection,
  order: readonly string[],
  id: string,
  range: boolean,
): Selection {
  const [from, to] = [anchor === undefined ? -1 : order.indexOf(anchor), order.indexOf(id)];
  if (range && from >= 0 && to >= 0) {
    const between = order.slice(Math.min(from, to), Math.max(from, to) + 1);
    return { ids: new Set([...ids, ...between]), ...(anchor === undefined ? {} : { anchor }) };
  }
  const changed = new Set(ids);
  if (!changed.delete(id)) changed.add(id);
  return { ids: changed, anchor: id };
}

/** Without cards that are no longer shown; the same object if all are. */
export function stillShown(selection: Selection, shown: ReadonlySet<string>): Selection {
  const kept = [...selection.ids].filter((id) => shown.has(id));
  return kept.length === selection.ids.size ? selection : { ...selection, ids: new Set(kept) };
}
