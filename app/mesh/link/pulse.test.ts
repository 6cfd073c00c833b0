import { describe, expect, it } from 'vitest';
import { checkIntervalMs, deadAfterSilentTicks, Pulse, pingIntervalMs } from './pulse.ts';

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
    const beat = pulse.tick(1000);
    const ping = beat.dead ? 0 : beat.ping;
    expect(pulse.answered(ping + 1, 1010)).toBeUndefined();
    expect(pulse.answered(ping, 1012)).toBe(12);
    expect(pulse.answered(ping, 1013)).toBeUndefined();
  });

  it('forgets pings without a reply', () => {
    const pulse = new Pulse();
    const first = pulse.tick(0);
    for (let tick = 0; tick < 100; tick += 1) {
      pulse.received();
      pulse.tick(tick);
    }
    expect(pulse.answered(first.dead ? 0 : first.ping, 100)).toBeUndefined();
  });
});

describe('a check', () => {
  const begin = () => {
    const pulse = new Pulse();
    const before = pulse.tick(0);
    expect(pulse.check(1)).toBe(true);
    const after = pulse.tick(1);
    return { pulse, before: before.dead ? 0 : before.ping, after: after.dead ? 0 : after.ping };
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
