import { describe, expect, it } from 'vitest';
import { RoundTrip, reportIntervalMs } from './round-trip.ts';

describe('a round trip', () => {
  it('is unknown before the first measurement, which is reported at once', () => {
    const trip = new RoundTrip();
    expect(trip.milliseconds).toBeUndefined();
    expect(trip.add(0.2, 0)).toBe(true);
    expect(trip.milliseconds).toBe(1);
  });

  it('that varies by a few milliseconds is not reported again, however long', () => {
    const trip = new RoundTrip();
    trip.add(12, 0);
    const changes = Array.from({ length: 1_000 }, (_, at) =>
      trip.add(12 + ((at * 7) % 6) - 2.5, (at + 1) * 400),
    );
    expect(changes).not.toContain(true);
  });

  it('that becomes another one is reported, one report in each interval', () => {
    const trip = new RoundTrip();
    trip.add(2, 0);
    const reports: number[] = [];
    for (let now = 400; now <= 60_000; now += 400) if (trip.add(80, now)) reports.push(now);
    expect(trip.milliseconds).toBeGreaterThan(60);
    expect(reports.length).toBeGreaterThan(0);
    for (const [at, report] of reports.entries())
      expect(report - (reports[at - 1] ?? 0)).toBeGreaterThanOrEqual(reportIntervalMs);
  });
});
