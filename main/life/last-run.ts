/**
 * How the last run ended, in a small file of the profile that is there while the app runs: one that is still there at the next
 * start was left by a crash, or by a computer that went off. Nothing is sent to anybody.
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

  /** Reads what the last run left, and marks that this one runs. `warn` receives what could not be read or written. */
  constructor(file: string, warn: (text: string) => void) {
    this.#file = file;
    this.#warn = warn;
    this.#lastRun = this.#read();
    this.#write();
  }

  /** Once: a window that is opened later in this run has nothing to say of the last one. */
  takeLastRun(): LastRun {
    const lastRun = this.#lastRun;
    this.#lastRun = 'ended-well';
    return lastRun;
  }

  /** It is said at the next start, also if the app ends well. */
  windowCrashed(): void {
    this.#windowCrashed = true;
    this.#write();
  }

  /** Somebody, or the system, asked the app to end. */
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
      // A computer that goes off may leave half a file.
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
