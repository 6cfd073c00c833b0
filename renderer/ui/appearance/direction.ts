/** The direction of the layout: that of the texts’ language, or a person’s choice on this device. */

import { createContext } from 'react';
import type { PageStorage } from '../memory/page-storage.ts';

type Direction = 'ltr' | 'rtl';

/** In the order of the menu; `auto` follows the language. */
export const directionChoices = ['auto', 'ltr', 'rtl'] as const;
type DirectionChoice = (typeof directionChoices)[number];

const storageKey = 'paxboard-direction';

/** ISO 15924 codes of the scripts from right to left that are in use: https://www.unicode.org/iso15924/ */
const scriptsFromRight: ReadonlySet<string> = new Set([
  'Adlm',
  'Arab',
  'Hebr',
  'Mand',
  'Nkoo',
  'Rohg',
  'Samr',
  'Syrc',
  'Thaa',
]);

/** @param locale a BCP 47 tag. */
export function directionOf(locale: string): Direction {
  const { script } = new Intl.Locale(locale).maximize();
  return script !== undefined && scriptsFromRight.has(script) ? 'rtl' : 'ltr';
}

/** The part of the page's root element that is used. */
type Root = Pick<HTMLElement, 'dir'>;

/** Sets the direction of the page, and keeps the choice for the next start. */
export class LayoutDirection {
  readonly #root: Root;
  readonly #locale: () => string;
  readonly #storage: PageStorage | undefined;
  readonly #listeners = new Set<() => void>();
  #choice: DirectionChoice;

  /** @param locale the language of the texts. @param storage absent if the browser allows none. */
  constructor(root: Root, locale: () => string, storage: PageStorage | undefined) {
    this.#root = root;
    this.#locale = locale;
    this.#storage = storage;
    this.#choice = readChoice(storage);
    this.apply();
  }

  choice(): DirectionChoice {
    return this.#choice;
  }

  direction(): Direction {
    return this.#choice === 'auto' ? directionOf(this.#locale()) : this.#choice;
  }

  choose(choice: DirectionChoice): void {
    this.#choice = choice;
    try {
      this.#storage?.setItem(storageKey, choice);
    } catch (error) {
      console.warn('The direction of the layout could not be saved', error);
    }
    this.apply();
    for (const listener of this.#listeners) listener();
  }

  /** Call it after each change of the direction: Excalidraw sets that of its own language on the page when it has loaded. */
  apply(): void {
    const direction = this.direction();
    if (this.#root.dir !== direction) this.#root.dir = direction;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function readChoice(storage: PageStorage | undefined): DirectionChoice {
  try {
    const stored = storage?.getItem(storageKey);
    return directionChoices.find((choice) => choice === stored) ?? 'auto';
  } catch {
    return 'auto';
  }
}

/** Sets the direction again whenever something else changes it. @returns a function that ends it. */
export function keepDirection(root: HTMLElement, direction: LayoutDirection): () => void {
  const observer = new MutationObserver(() => direction.apply());
  observer.observe(root, { attributes: true, attributeFilter: ['dir'] });
  return () => observer.disconnect();
}

export const LayoutDirectionContext = createContext<LayoutDirection | undefined>(undefined);
