/**
 * Ticks for the engine, also while nobody looks at the window.
 *
 * Browsers slow the timers of hidden tabs down to one a second or one a minute, and a leader that ticks so slowly
 * loses its board; the timers of a dedicated Worker keep their pace. Ticks that were missed (a laptop slept, the
 * window was busy) are not made up for: for an engine, many ticks at once look like silence from everyone.
 */

import { tickMilliseconds } from '#shared/replica/tick-length.ts';

export { tickMilliseconds } from '#shared/replica/tick-length.ts';

export interface Ticker {
  /** Calls `onTick` about every {@link tickMilliseconds}. Once. */
  start(onTick: () => void): void;
  /** No tick comes after it. */
  stop(): void;
}

/** A clock on a thread of its own. */
export interface TickWorker {
  terminate(): void;
}

export interface TickerOptions {
  /** @throws if there are no Workers here; calls `onFailure` if that turns out later. */
  readonly createWorker?: (onTick: () => void, onFailure: () => void) => TickWorker;
  /** Milliseconds since some fixed moment; never goes back. */
  readonly now?: () => number;
}

/** Ticks nearer to one another than this come from a queue that built up while the window was busy. */
const minTickMilliseconds = tickMilliseconds / 2;

/** Between two looks at whether the Worker ticks, milliseconds. */
export const watchMilliseconds = 1000;

/** Looks in a row without a tick that a Worker survives: a busy window hears it late. */
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
 * A ticker on a Worker; on this thread's timer where a Worker cannot be had, or never ticks: one whose script does not
 * load or whose process is gone may say nothing, and a replica without ticks asks nothing again and notices no silence.
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

  /** Slower in a hidden tab, but alive. */
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
