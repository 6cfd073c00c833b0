/** Sends the others the tab in which this person is, and whether the person is active. */

import { useEffect } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import type { Whereabouts } from '#app/session/live/whereabouts.ts';
import { watchActivity } from './status/activity.ts';

export function usePresence(session: BoardSession, tab: Whereabouts['tab']): void {
  useEffect(() => session.live.show({ tab }), [session, tab]);
  useEffect(() => watchActivity(document, (activity) => session.live.show({ activity })), [session]);
}
