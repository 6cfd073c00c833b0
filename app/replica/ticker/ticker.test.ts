import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TickWorker, tickMilliseconds, watchMilliseconds, workerTicker } from './ticker.ts';

class FakeWorker {
  tick: () => void = () => undefined;
  fail: () => void = () => undefined;
  terminated = false;

  readonly create = (onTick: () => void, onFailure: () => void): TickWorker => {
    this.tick = onTick;
    this.fail = onFailure;
    return this;
  };

  terminate(): void {
    this.terminated = true;
  }
}

describe('the ticker', () => {
  let time = 0;
  const now = () => time;

  beforeEach(() => {
    time = 0;
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  function onWorker() {
    const worker = new FakeWorker();
    const onTick = vi.fn();
    const ticker = workerTicker({ createWorker: worker.create, now });
    ticker.start(onTick);
    const tickAt = (at: number) => {
      time = at;
      worker.tick();
    };
    return { worker, onTick, ticker, tickAt };
  }

  it('ticks when the worker does', () => {
    const { onTick, tickAt } = onWorker();
    for (let tick = 1; tick <= 4; tick += 1) tickAt(tick * tickMilliseconds);
    expect(onTick).toHaveBeenCalledTimes(4);
  });

  it('tolerates ticks that are slightly early or late', () => {
    const { onTick, tickAt } = onWorker();
    for (const at of [50, 112, 149, 203]) tickAt(at);
    expect(onTick).toHaveBeenCalledTimes(4);
  });

  it('merges ticks that were queued while the window was busy', () => {
    const { onTick, tickAt } = onWorker();
    tickAt(50);
    for (let queued = 0; queued < 40; queued += 1) tickAt(2_050 + queued * 0.01);
    expect(onTick).toHaveBeenCalledTimes(2);
    tickAt(2_100);
    expect(onTick).toHaveBeenCalledTimes(3);
  });

  it('stops', () => {
    const { worker, onTick, ticker, tickAt } = onWorker();
    ticker.stop();
    tickAt(50);
    expect(worker.terminated).toBe(true);
    expect(onTick).not.toHaveBeenCalled();
  });

  it('uses its own timer without workers', () => {
    const onTick = vi.fn();
    const ticker = workerTicker({
      createWorker: () => {
        throw new Error('Worker is not defined');
      },
      now: () => Date.now(),
    });
    ticker.start(onTick);
    vi.advanceTimersByTime(10 * tickMilliseconds);
    expect(onTick).toHaveBeenCalledTimes(10);
    ticker.stop();
    vi.advanceTimersByTime(10 * tickMilliseconds);
    expect(onTick).toHaveBeenCalledTimes(10);
  });

  it('falls back to a timer when the worker never ticks, or stops ticking', () => {
    for (const ticksBefore of [0, 30]) {
      const worker = new FakeWorker();
      const onTick = vi.fn();
      const ticker = workerTicker({ createWorker: worker.create, now: () => Date.now() });
      ticker.start(onTick);
      for (let tick = 0; tick < ticksBefore; tick += 1) {
        vi.advanceTimersByTime(tickMilliseconds);
        worker.tick();
      }
      vi.advanceTimersByTime(4 * watchMilliseconds);
      expect(worker.terminated).toBe(true);
      onTick.mockClear();
      vi.advanceTimersByTime(4 * tickMilliseconds);
      expect(onTick).toHaveBeenCalledTimes(4);
      ticker.stop();
    }
  });

  it('keeps a worker whose ticks a busy window handles late', () => {
    const worker = new FakeWorker();
    const ticker = workerTicker({ createWorker: worker.create, now: () => Date.now() });
    ticker.start(vi.fn());
    for (let times = 0; times < 5; times += 1) {
      vi.advanceTimersByTime(2 * watchMilliseconds);
      worker.tick();
    }
    expect(worker.terminated).toBe(false);
    ticker.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('falls back to a timer when the worker fails', () => {
    const worker = new FakeWorker();
    const onTick = vi.fn();
    const ticker = workerTicker({ createWorker: worker.create, now: () => Date.now() });
    ticker.start(onTick);
    worker.fail();
    worker.fail();
    vi.advanceTimersByTime(4 * tickMilliseconds);
    expect(worker.terminated).toBe(true);
    expect(onTick).toHaveBeenCalledTimes(4);
    ticker.stop();
  });
});
