import { numbersFrom } from '#shared/testing/random.ts';
import type { RandomBytes } from '../redial/backoff.ts';

/** Pseudo-random bytes, the same in every run. */
export function seededBytes(seed: number): RandomBytes {
  const next = numbersFrom(seed);
  return (count) => Uint8Array.from({ length: count }, () => Math.floor(next() * 256));
}
