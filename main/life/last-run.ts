/**
 * Detects how the last run ended. A small file of the profile exists while the app runs; if it still exists at the next
 * start, the run ended by a crash or a power loss. Nothing is sent anywhere.
 */

import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import type { LastRun } from '#shared/desktop/bridge.ts';

const schema = v.strictObject({ version: v.literal(1), windowCrashed: v.boolean() });

/** Bytes of the file, at most. */
const maxBytes = 1_000;

export class RunMarker {
  readonly #file: string;
  readonly #warn: (text: string) => void;
  #lastRun: LastRun;
  #windowCrashed = false;

  /** Reads the end of the last run, and marks this one as running. @param warn receives errors of the file system. */
  constructor(file: string, warn: (text: string) => void) {
    this.#file = file;
    this.#warn = warn;
    this.#lastRun = this.#read();
    this.#write();
  }

  /** The end of the last run; `ended-well` from the second call on, so that only one window reports it. */
  takeLastRun(): LastRun {
    const lastRun = this.#lastRun;
    this.#lastRun = 'ended-well';
    return lastRun;
  }

  /** Records a crash of the window, which the next start reports even if the app ends well. */
  windowCrashed(): void {
    this.#windowCrashed = true;
    this.#write();
  }

  /** Records a regular end: a person or the system has requested it. */
  ends(): void {
    if (this.#windowCrashed) return;
    this.#guarded(() => rmSync(this.#file, { force: true }));
  }

  #read(): LastRun {
    try {
      const size = statSync(this.#file, { throwIfNoEntry: false })?.size;
      if (size === undefined) return 'ended-well';
      if (size > maxBytes) return 'cut-short';
      const { windowCrashed } = v.parse(schema, JSON.parse(readFileSync(this.#file, 'utf8')));
      return windowCrashed ? 'window-crashed' : 'cut-short';
    } catch {
      // A power loss may truncate the file.
      return 'cut-short';
    }
  }

  #write(): void {
    this.#guarded(() =>
      writeFileSync(this.#file, JSON.stringify({ version: 1, windowCrashed: this.#windowCrashed })),
    );
  }

  #guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#warn(`The end of this run cannot be recorded: ${String(error)}`);
    }
  }
}
