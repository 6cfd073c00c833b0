/**
 * How the last run ended, in a small file of the profile that exists while the app runs: one that still exists at the next
 * start was left by a crash or a power loss. Nothing is sent anywhere.
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

  /** Reads the state of the last run, and marks that this one runs. `warn` receives errors of reading and writing. */
  constructor(file: string, warn: (text: string) => void) {
    this.#file = file;
    this.#warn = warn;
    this.#lastRun = this.#read();
    this.#write();
  }

  /** Once: a window opened later in this run has nothing to report about the last one. */
  takeLastRun(): LastRun {
    const lastRun = this.#lastRun;
    this.#lastRun = 'ended-well';
    return lastRun;
  }

  /** Reported at the next start, even if the app ends well. */
  windowCrashed(): void {
    this.#windowCrashed = true;
    this.#write();
  }

  /** A person, or the system, requested the end of the app. */
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
      // A power loss may leave half a file.
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
      this.#warn(`How this run ends cannot be remembered: ${String(error)}`);
    }
  }
}
