/** Puts together the keeper of a host program: this system's clock, files and randomness. */

import { systemClock } from '#app/clock/clock.ts';
import { Keeper, type KeeperOptions } from './keeper.ts';

export function openKeeper(options: Pick<KeeperOptions, 'folder' | 'most' | 'name' | 'report'>): Keeper {
  return new Keeper({
    ...options,
    clock: systemClock,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    now: () => Date.now(),
  });
}
