/** Parts of a session's view for a component that shows only these. */

import type { BoardSession } from '#app/session/api.ts';
import type { SessionView } from '#app/session/view/view.ts';

/** @returns a function that returns the view; the same object until one of the named parts changes. */
export function partsReader<Name extends keyof SessionView>(
  session: Pick<BoardSession, 'view'>,
  names: readonly Name[],
): () => Pick<SessionView, Name> {
  let latest = session.view();
  return () => {
    const now = session.view();
    if (names.some((name) => latest[name] !== now[name])) latest = now;
    return latest;
  };
}
