import { describe, expect, it } from 'vitest';
import { measureTransfer, transferKinds } from './transfers.ts';

describe.each(transferKinds)('%s', (kind) => {
  it.each([1])(
    'takes at most twice the ideal time at %s Mbit/s, with one leader and almost nothing sent twice',
    (rate) => {
      const {
        seconds = Number.POSITIVE_INFINITY,
        idealSeconds,
        leaderships,
        ...bytes
      } = measureTransfer(kind, rate);
      expect(seconds).toBeLessThan(2 * idealSeconds);
      expect(leaderships).toBe(0);
      expect(bytes.sentBytes).toBeLessThan(1.1 * bytes.neededBytes);
    },
  );
});
