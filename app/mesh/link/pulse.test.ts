import { describe, expect, it } from 'vitest';
import {
  checkIntervalMs,
  deadAfterSilentTicks,
  measuringTicks,
  Pulse,
  pingIntervalMs,
  restIntervalMs,
} from './pulse.ts';

/** The number of the ping that a tick sends; 0 if it sends none. */
function pinged(beat: ReturnType<Pulse['tick']>): number {
  return beat.dead ? 0 : (beat.ping ?? 0);
}

describe('a pulse', () => {
  it('reports a dead peer after some silent ticks, and not before', () => {
    const pulse = new Pulse();
    const beats = Array.from({ length: deadAfterSilentTicks }, (_, tick) => pulse.tick(tick * 500).dead);
    expect(beats).toEqual([...Array(deadAfterSilentTicks - 1).fill(false), true]);
  });

  it('restarts at every received message', () => {
    const pulse = new Pulse();
    for (let tick = 0; tick < 100; tick += 1) {
      if (tick % (deadAfterSilentTicks - 1) === 0) pulse.received();
      expect(pulse.tick(tick * 500).dead).toBe(false);
    }
  });

  it('measures a round trip once, and only of its own ping', () => {
    const pulse = new Pulse();
    const ping = pinged(pulse.tick(1000));
    expect(pulse.answered(ping + 1, 1010)).toBeUndefined();
    expect(pulse.answered(ping, 1012)).toBe(12);
    expect(pulse.answered(ping, 1013)).toBeUndefined();
  });

  it('forgets pings without a reply', () => {
    const pulse = new Pulse();
    const first = pinged(pulse.tick(0));
    for (let tick = 0; tick < 12 * measuringTicks; tick += 1) {
      pulse.received();
      pulse.tick(tick);
    }
    expect(first).toBeGreaterThan(0);
    expect(pulse.answered(first, 100)).toBeUndefined();
  });
});

describe('pings', () => {
  it('are sent after an interval without any message, and in every further one', () => {
    const pulse = new Pulse();
    pulse.tick(0);
    pulse.received();
    expect(pinged(pulse.tick(400))).toBe(0);
    for (const now of [800, 1_200, 1_600]) expect(pinged(pulse.tick(now))).toBeGreaterThan(0);
    expect(pulse.tick(2_000).dead).toBe(true);
  });

  it('are not sent to a peer that sends anyway, except to measure the round trip', () => {
    const pulse = new Pulse();
    const ticks = 20 * measuringTicks;
    let pings = 0;
    for (let tick = 0; tick < ticks; tick += 1) {
      if (pinged(pulse.tick(tick * pingIntervalMs)) > 0) pings += 1;
      pulse.received();
    }
    expect(pings).toBe(20);
  });

  it('at rest come from one end, about every second interval, and none is taken for dead', () => {
    const ends = [new Pulse(), new Pulse()] as const;
    let pings = 0;
    const intervals = 1_000;
    for (let interval = 0; interval < intervals; interval += 1) {
      for (const [at, end] of ends.entries()) {
        const other = ends[1 - at];
        const now = interval * pingIntervalMs + at * 150;
        const beat = end.tick(now);
        expect(beat.dead).toBe(false);
        const ping = pinged(beat);
        if (ping === 0) continue;
        pings += 1;
        other?.received();
        end.received();
        end.answered(ping, now + 2);
      }
    }
    expect(pings).toBeLessThan(0.7 * intervals);
  });
});

describe('a check', () => {
  const begin = () => {
    const pulse = new Pulse();
    const before = pinged(pulse.tick(0));
    pulse.received();
    expect(pulse.check(1)).toBe(true);
    const after = pinged(pulse.tick(1));
    expect(after).toBeGreaterThan(before);
    return { pulse, before, after };
  };

  it('pings more quickly until a ping of its own is answered', () => {
    const { pulse, before, after } = begin();
    expect(pulse.intervalMs).toBe(checkIntervalMs);
    pulse.answered(before, 2);
    expect(pulse.intervalMs).toBe(checkIntervalMs);
    pulse.answered(after, 3);
    expect(pulse.intervalMs).toBe(pingIntervalMs);
  });

  it('finds a silent peer dead after as many ticks as ever', () => {
    const { pulse } = begin();
    const beats = Array.from({ length: deadAfterSilentTicks - 1 }, () => pulse.tick(2).dead);
    expect(beats).toEqual([...Array(deadAfterSilentTicks - 2).fill(false), true]);
  });

  it('is patient with a peer that is far away', () => {
    const { pulse, before } = begin();
    pulse.answered(before, 150);
    expect(pulse.intervalMs).toBe(300);
    pulse.answered(before + 1, 5_000);
    pulse.check(10_000);
    expect(pulse.intervalMs).toBe(pingIntervalMs);
  });

  it('begins once a second at most', () => {
    const { pulse, after } = begin();
    expect(pulse.check(1)).toBe(false);
    pulse.answered(after, 2);
    expect(pulse.check(900)).toBe(false);
    expect(pulse.check(1_001)).toBe(true);
  });
});

describe('a pulse at rest', () => {
  const resting = () => {
    const pulse = new Pulse();
    pulse.isResting = true;
    const ping = pinged(pulse.tick(0));
    pulse.received();
    pulse.answered(ping, 1);
    return pulse;
  };

  it('ticks more rarely, and still finds a dead peer', () => {
    const pulse = resting();
    expect(pulse.intervalMs).toBe(restIntervalMs);
    const beats = Array.from({ length: deadAfterSilentTicks }, () => pulse.tick(2).dead);
    expect(beats.at(-1)).toBe(true);
  });

  it('is roused until a ping is answered, at the usual pace', () => {
    const pulse = resting();
    expect(pulse.rouse()).toBe(true);
    expect(pulse.rouse()).toBe(false);
    const ping = pinged(pulse.tick(2));
    expect(ping).toBeGreaterThan(0);
    expect(pulse.intervalMs).toBe(pingIntervalMs);
    pulse.answered(ping, 3);
    expect(pulse.intervalMs).toBe(restIntervalMs);
  });

  it('is roused only if it rests', () => {
    expect(new Pulse().rouse()).toBe(false);
  });

  it('is checked as quickly as any', () => {
    const pulse = resting();
    expect(pulse.check(1)).toBe(true);
    expect(pulse.intervalMs).toBe(checkIntervalMs);
  });
});
