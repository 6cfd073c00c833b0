/** A changing object on a board, and the people who know its latest state. */

import type { Name } from './names.ts';

/**
 * The author of the latest change knows it. Everyone else may still see an earlier look, until the change has settled
 * together with a person who knows it.
 */
export class Tracked<Look> {
  readonly owner: Name;
  #look: Look;
  #earlier: Look[] = [];
  #knowers: Set<Name>;
  #isSettled = false;
  #knewBefore: ReadonlySet<Name> = new Set();
  /** The burst and the author of the latest change. */
  touched: { readonly burst: number; readonly by: Name };

  constructor(owner: Name, burst: number, look: Look, before: Look) {
    this.owner = owner;
    this.#look = look;
    this.#earlier = [before];
    this.#knowers = new Set([owner]);
    this.touched = { burst, by: owner };
  }

  /** The latest look. */
  get look(): Look {
    return this.#look;
  }

  change(by: Name, burst: number, look: Look): void {
    this.#earlier.push(this.#look);
    this.#look = look;
    this.#knewBefore = this.#knowers;
    this.#knowers = new Set([by]);
    this.touched = { burst, by };
  }

  /** Reserves it: nobody else changes it in this burst. */
  hold(by: Name, burst: number): void {
    this.touched = { burst, by };
  }

  /** The look before the latest change. */
  get before(): Look | undefined {
    return this.#earlier.at(-1);
  }

  /** Whether `name` knew the look before the latest change. */
  wasKnownTo(name: Name): boolean {
    return this.#knewBefore.has(name);
  }

  /** Whether any of its looks has settled. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  isKnownTo(name: Name): boolean {
    return this.#knowers.has(name);
  }

  /** The looks that people with agreeing windows may see. */
  allowed(together: readonly Name[]): readonly Look[] {
    return together.some((name) => this.#knowers.has(name)) ? [this.#look] : [...this.#earlier, this.#look];
  }

  /** The windows of `together` agree, and all their changes have settled. */
  settled(together: readonly Name[], members: readonly Name[]): void {
    if (!together.some((name) => this.#knowers.has(name))) return;
    this.#isSettled = true;
    for (const name of together) this.#knowers.add(name);
    if (members.every((name) => this.#knowers.has(name))) this.#earlier = [];
  }
}
