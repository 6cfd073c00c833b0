/** The facts that the list of boards shows of a board, kept up to date while it is open. */

import equal from 'fast-deep-equal';
import type { BoardSummary } from '../api.ts';
import type { Person } from '../view/view.ts';

/** The maximum number of people in a summary; further ones are counted. */
export const maxSummaryPeople = 5;

/** Between two reports of an open board, milliseconds: each is a write to the disk. */
export const summaryMilliseconds = 30_000;

export class SummaryKeeper {
  readonly #now: () => number;
  readonly #keep: (summary: BoardSummary) => void;
  #people: readonly Person[] = [];
  #changedAt: number | undefined;
  #kept: BoardSummary | undefined;
  #keptAt = Number.NEGATIVE_INFINITY;

  /**
   * @param now wall clock, milliseconds since 1970.
   * @param keep receives the summary at its first change, then at most once in {@link summaryMilliseconds}, and at the end.
   */
  constructor(now: () => number, keep: (summary: BoardSummary) => void) {
    this.#now = now;
    this.#keep = keep;
  }

  /** A change settled while the board is open. */
  changed(): void {
    this.#changedAt = this.#now();
  }

  /** @param people this device first. */
  observe(people: readonly Person[]): void {
    this.#people = people;
    // A clock that was set back must not stop the reports.
    if (Math.abs(this.#now() - this.#keptAt) >= summaryMilliseconds) this.flush();
  }

  /** Reports the current summary unless it is kept. */
  flush(): void {
    if (this.#people.length === 0) return;
    // Each person once.
    const others = [...new Map(this.#people.map((one) => [one.person, one])).values()].filter(
      ({ isMine }) => !isMine,
    );
    const summary: BoardSummary = {
      people: others.slice(0, maxSummaryPeople).map(({ name, colour }) => ({ name, colour })),
      more: Math.max(0, others.length - maxSummaryPeople),
      ...(this.#changedAt === undefined ? {} : { changedAt: this.#changedAt }),
    };
    if (equal(summary, this.#kept)) return;
    this.#kept = summary;
    this.#keptAt = this.#now();
    this.#keep(summary);
  }
}
