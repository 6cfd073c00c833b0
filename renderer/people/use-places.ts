/** The tab of each other person, and whether they are active. Movements of pointers cause no new render. */

import { useMemo, useSyncExternalStore } from 'react';
import type { LiveBoard } from '#app/session/live/live.ts';
import type { Whereabouts } from '#app/session/live/whereabouts.ts';

export type Place = Pick<Whereabouts, 'tab' | 'activity'>;

export function usePlaces(live: LiveBoard): ReadonlyMap<string, Place> {
  const text = useSyncExternalStore(
    (listener) => live.subscribe(listener),
    () => placesText(live),
  );
  return useMemo(() => {
    const places: readonly [string, Place][] = JSON.parse(text);
    return new Map(places);
  }, [text]);
}

function placesText(live: LiveBoard): string {
  return JSON.stringify([...live.others()].map(([id, { tab, activity }]) => [id, { tab, activity }]));
}
