import { describe, expect, it } from 'vitest';
import { measureTransfer, transferKinds } from './transfers.ts';

describe.each(transferKinds)('%s', (kind) => {
  it.each([1])(
    'at %s Mbit/s within twice the ideal time, with one leader, and nearly nothing twice',
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
