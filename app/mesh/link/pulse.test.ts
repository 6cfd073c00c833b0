import { describe, expect, it } from 'vitest';
import { deadAfterSilentTicks, Pulse } from './pulse.ts';

describe('a pulse', () => {
  it('finds a peer dead after some ticks of silence, and not before', () => {
    const pulse = new Pulse();
    const beats = Array.from({ length: deadAfterSilentTicks }, (_, tick) => pulse.tick(tick * 500).dead);
    expect(beats).toEqual([...Array(deadAfterSilentTicks - 1).fill(false), true]);
  });

  it('starts anew whenever something is heard', () => {
    const pulse = new Pulse();
    for (let tick = 0; tick < 100; tick += 1) {
      if (tick % (deadAfterSilentTicks - 1) === 0) pulse.heard();
      expect(pulse.tick(tick * 500).dead).toBe(false);
    }
  });

  it('measures a round trip once, and only of a ping of its own', () => {
    const pulse = new Pulse();
    const beat = pulse.tick(1000);
    const ping = beat.dead ? 0 : beat.ping;
    expect(pulse.answered(ping + 1, 1010)).toBeUndefined();
    expect(pulse.answered(ping, 1012)).toBe(12);
    expect(pulse.answered(ping, 1013)).toBeUndefined();
  });

  it('forgets pings that are never answered', () => {
    const pulse = new Pulse();
    const first = pulse.tick(0);
    for (let tick = 0; tick < 100; tick += 1) {
      pulse.heard();
      pulse.tick(tick);
    }
    expect(pulse.answered(first.dead ? 0 : first.ping, 100)).toBeUndefined();
  });
});
