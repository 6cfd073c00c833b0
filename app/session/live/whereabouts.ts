/** Where a person is on a board, as their window shows it to others. */

import equal from 'fast-deep-equal';
import type { Pointer, Presence, Viewport } from '#shared/wire/presence.ts';

export type { Pointer, Viewport } from '#shared/wire/presence.ts';

export interface Whereabouts {
  readonly tab: 'whiteboard' | 'tasks';
  /** `idle`: nothing was done for a while. `away`: the window is hidden. */
  readonly activity: 'active' | 'idle' | 'away';
  /** On the whiteboard, in the board's coordinates; null while it is elsewhere. */
  readonly pointer: Pointer | null;
  /** Elements of the whiteboard. */
  readonly selected: readonly string[];
  /** The part of the whiteboard that is in the window; null while none is. */
  readonly viewport: Viewport | null;
}

export const nowhere: Whereabouts = {
  tab: 'whiteboard',
  activity: 'active',
  pointer: null,
  selected: [],
  viewport: null,
};

/** The difference of `after` from `before`, ready to be sent; all of `after` without a `before`. */
export function newsOf(after: Whereabouts, before: Whereabouts | undefined): Omit<Presence, 'type'> {
  if (before === undefined) return after;
  return {
    ...(before.tab === after.tab ? {} : { tab: after.tab }),
    ...(before.activity === after.activity ? {} : { activity: after.activity }),
    ...(equal(before.pointer, after.pointer) ? {} : { pointer: after.pointer }),
    ...(equal(before.selected, after.selected) ? {} : { selected: after.selected }),
    ...(equal(before.viewport, after.viewport) ? {} : { viewport: after.viewport }),
  };
}

/** `before` with the changes of a message; the same object if there are none. */
export function withNews(before: Whereabouts, news: Presence): Whereabouts {
  const { tab, activity, pointer, selected, viewport } = news;
  const after = {
    tab: tab ?? before.tab,
    activity: activity ?? before.activity,
    pointer: pointer === undefined ? before.pointer : pointer,
    selected: selected ?? before.selected,
    viewport: viewport === undefined ? before.viewport : viewport,
  };
  return Object.keys(newsOf(after, before)).length === 0 ? before : after;
}
