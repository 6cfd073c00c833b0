/** The requests that programs under test send beyond this machine and its private networks (`outgoing.cjs`). */

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** To be loaded before the program, by its argument `-r`. */
export const outgoingWatch = join(import.meta.dirname, 'outgoing.cjs');

export class Outgoing {
  readonly #file: string;

  /** @param folder is removed after the test. */
  constructor(folder: string) {
    this.#file = join(folder, 'outgoing.log');
  }

  /** For the watched programs. */
  get env(): { readonly PAXBOARD_OUTGOING: string } {
    return { PAXBOARD_OUTGOING: this.#file };
  }

  /** One line for each request. */
  all(): readonly string[] {
    if (!existsSync(this.#file)) return [];
    return readFileSync(this.#file, 'utf8').split('\n').filter(Boolean);
  }

  /** Drops the requests that the test causes itself. @returns them. */
  take(): readonly string[] {
    const all = this.all();
    rmSync(this.#file, { force: true });
    return all;
  }
}
