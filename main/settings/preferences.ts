/** The desktop app's stored preferences, in a small JSON file of the profile. */

import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { boardFragmentPattern } from '../page/navigation.ts';
import { boundsSchema } from '../window/window-bounds.ts';

const schema = v.strictObject({
  version: v.literal(1),
  startAtLogin: v.boolean(),
  stayInTray: v.boolean(),
  window: v.optional(v.strictObject({ bounds: boundsSchema, maximized: v.boolean() })),
  /** The host's port, if the default one was taken. */
  hostPort: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))),
  /** The fragment of the page's address with the last open board. */
  lastBoard: v.optional(v.pipe(v.string(), v.regex(boardFragmentPattern))),
});

export type Preferences = v.InferOutput<typeof schema>;

export const defaultPreferences: Preferences = { version: 1, startAtLogin: false, stayInTray: false };

const newerSchema = v.looseObject({ version: v.pipe(v.number(), v.minValue(2)) });

/** Bytes of the file, at most. */
const maxBytes = 16_384;

export class PreferencesFile {
  readonly #file: string;
  /** The file belongs to a newer version of the app, and is not overwritten. */
  readonly #isNewer: boolean;
  #current: Preferences;

  /** A missing or unreadable file gives the defaults. @param warn receives the reason for an unreadable one. */
  constructor(file: string, warn: (text: string) => void) {
    this.#file = file;
    const read = readPreferences(file, warn);
    this.#isNewer = read === 'newer';
    this.#current = read === 'newer' ? defaultPreferences : read;
  }

  get current(): Preferences {
    return this.#current;
  }

  /**
   * Changes preferences atomically, also if the process ends during it.
   *
   * @throws Error of the file system, or if the file belongs to a newer version; then nothing changes.
   */
  change(change: Partial<Omit<Preferences, 'version'>>): Preferences {
    if (this.#isNewer) throw new Error('a newer Paxboard has saved them');
    const changed = v.parse(schema, { ...this.#current, ...change });
    const draft = `${this.#file}.new`;
    writeFileSync(draft, `${JSON.stringify(changed, null, 2)}\n`);
    renameSync(draft, this.#file);
    this.#current = changed;
    return changed;
  }
}

function readPreferences(file: string, warn: (text: string) => void): Preferences | 'newer' {
  try {
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    if (size === undefined) return defaultPreferences;
    if (size > maxBytes) throw new RangeError(`it has ${size} bytes`);
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (v.is(newerSchema, found)) {
      warn('A newer version has saved the preferences; the defaults apply, and the file stays as it is.');
      return 'newer';
    }
    return v.parse(schema, found);
  } catch (error) {
    warn(`The preferences cannot be read; the defaults apply: ${String(error)}`);
    return defaultPreferences;
  }
}
