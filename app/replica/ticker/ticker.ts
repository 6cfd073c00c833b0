/**
 * Ticks for the engine, also in a hidden window.
 *
 * Browsers throttle the timers of hidden tabs to one per second or per minute, and a leader that ticks so slowly loses
 * its leadership; the timers of a dedicated Worker are not throttled. Missed ticks (a sleeping laptop, a busy window)
 * are not made up for: many ticks at once would look like silence of all peers.
 */

import { tickMilliseconds } from '#shared/replica/tick-length.ts';

export { tickMilliseconds } from '#shared/replica/tick-length.ts';

export interface Ticker {
  /** Calls `onTick` about every {@link tickMilliseconds}. Called once. */
  start(onTick: () => void): void;
  /** No tick follows. */
  stop(): void;
}

/** A clock on its own thread. */
export interface TickWorker {
  terminate(): void;
}

export interface TickerOptions {
  /** @throws if there are no Workers; calls `onFailure` if that turns out later. */
  readonly createWorker?: (onTick: () => void, onFailure: () => void) => TickWorker;
  /** Milliseconds since a fixed moment; monotonic. */
  readonly now?: () => number;
}

/** Ticks closer than this come from a queue that grew while the window was busy. */
const minTickMilliseconds = tickMilliseconds / 2;

/** Interval between checks of the Worker, milliseconds. */
export const watchMilliseconds = 1000;

/** Consecutive checks without a tick that a Worker survives: a busy window handles ticks late. */
const maxSilentLooks = 2;

function createTickWorker(onTick: () => void, onFailure: () => void): TickWorker {
  const worker = new Worker(new URL('./ticker.worker.ts', import.meta.url), {
    type: 'module',
    name: 'ticker',
  });
  worker.onmessage = onTick;
  worker.onerror = onFailure;
  return worker;
}

/**
 * A ticker on a Worker; on this thread's timer if a Worker is unavailable, or never ticks: one whose script does not
 * load or whose process is gone may report nothing, and a replica without ticks neither retries nor notices silence.
 */
export function workerTicker(options: TickerOptions = {}): Ticker {
  const { createWorker = createTickWorker, now = () => performance.now() } = options;
  let worker: TickWorker | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  let lastTick = Number.NEGATIVE_INFINITY;
  let onTick: (() => void) | undefined;
  let watch: ReturnType<typeof setInterval> | undefined;
  let silentLooks = 0;

  function tick(): void {
    const time = now();
    if (onTick === undefined || time - lastTick < minTickMilliseconds) return;
    lastTick = time;
    onTick();
  }

  function workerTick(): void {
    silentLooks = 0;
    tick();
  }

  function look(): void {
    silentLooks += 1;
    if (silentLooks > maxSilentLooks) fallBack();
  }

  /** Throttled in a hidden tab, but running. */
  function fallBack(): void {
    worker?.terminate();
    worker = undefined;
    clearInterval(watch);
    if (onTick !== undefined && timer === undefined) timer = setInterval(tick, tickMilliseconds);
  }

  return {
    start(callback) {
      onTick = callback;
      try {
        worker = createWorker(workerTick, fallBack);
        watch = setInterval(look, watchMilliseconds);
      } catch {
        fallBack();
      }
    },
    stop() {
      onTick = undefined;
      worker?.terminate();
      worker = undefined;
      clearInterval(watch);
      clearInterval(timer);
      timer = undefined;
    },
  };
}
