/**
 * Adds the cards of a file to a board, a few in each frame, so that the window stays usable. It reports its progress and can be
 * cancelled. Added cards stay, and can be moved to the trash together.
 */

import type { Cards } from '#app/session/changes/tasks/cards.ts';
import type { Result } from '#app/session/result.ts';
import { maxCommentLength, maxLabels, maxNotesLength } from '#shared/board/limits.ts';
import { type Colour, type ColumnId, colours, type Label } from '#shared/board/task/model.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { cut, folded } from './fit.ts';
import { type ImportPlan, isIncluded } from './import-plan.ts';
import type { ExchangeBoard, ExchangeCard, ExchangeComment } from './model.ts';

/** Unsettled commands, at most; without a majority an import waits at this bound. The outbox has room for 10,000. */
const maxUnsettled = 2_000;

/** Milliseconds of work before the window draws again. */
const sliceMilliseconds = 12;

/** Sentences that the import adds to notes and comments. */
export interface ImportTexts {
  /** @param names assignees that are not on the board. */
  assigned(names: readonly string[]): string;
  /** Precedes a comment that another person wrote. */
  commentBy(comment: ExchangeComment): string;
}

export interface ImportOptions {
  readonly cards: Pick<Cards, 'add' | 'addColumn' | 'addLabel' | 'comment' | 'shelve' | 'together'>;
  readonly file: ExchangeBoard;
  readonly plan: ImportPlan;
  readonly labels: readonly Label[];
  readonly people: readonly { readonly id: ReplicaId; readonly name: string }[];
  readonly texts: ImportTexts;
  /** A monotonic clock, in milliseconds. */
  readonly elapsed: () => number;
  /** Resolves after the next frame. */
  readonly nextFrame: () => Promise<void>;
  readonly changed: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  /** `full`: the board has no room for more, or accepts no more changes. */
  readonly state: 'running' | 'cancelled' | 'full' | 'done';
  readonly total: number;
  /** Cards that this device shows on the board. */
  readonly added: number;
  /** Added cards that are settled. */
  readonly settled: number;
  readonly refused: number;
}

export class CardImport {
  readonly #options: ImportOptions;
  readonly #cards: readonly ExchangeCard[];
  readonly #columns = new Map<string, ColumnId>();
  /** By folded name. */
  readonly #labels = new Map<string, string>();
  readonly #people = new Map<string, ReplicaId>();
  /** The ids of added cards that were not refused. */
  readonly #ids = new Set<string>();
  /** An import is one step of undo, or few steps if it is large. */
  readonly #step = {};
  #unsettled = 0;
  #end: 'cancelled' | 'full' | undefined;
  #wake: () => void = () => undefined;
  #progress: ImportProgress;

  constructor(options: ImportOptions) {
    this.#options = options;
    const { file, plan, labels, people } = options;
    this.#cards = file.cards.filter(({ column, archived }) => isIncluded(plan, column, archived));
    for (const { id, name } of labels) this.#labels.set(folded(name), id);
    for (const { id, name } of people) this.#people.set(folded(name), id);
    this.#progress = { state: 'running', total: this.#cards.length, added: 0, settled: 0, refused: 0 };
  }

  /** Resolves when all cards are added or the import has ended early; some cards may not be settled by then. */
  async run(): Promise<void> {
    const { elapsed, nextFrame } = this.#options;
    let begun = elapsed();
    for (const card of this.#cards) {
      if (elapsed() - begun >= sliceMilliseconds) {
        this.#report({});
        await nextFrame();
        begun = elapsed();
      }
      while (this.#unsettled >= maxUnsettled && this.#end === undefined) {
        this.#report({});
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        begun = elapsed();
      }
      if (this.#end !== undefined) return this.#report({ state: this.#end });
      this.#options.cards.together(() => this.#add(card), this.#step);
    }
    this.#report({ state: this.#end ?? 'done' });
  }

  /** Adds no more cards. */
  cancel(): void {
    this.#end ??= 'cancelled';
    this.#wake();
  }

  /** Puts the added cards into the trash. */
  async undo(): Promise<void> {
    const { cards, elapsed, nextFrame } = this.#options;
    let begun = elapsed();
    const step = {};
    for (const id of this.#ids) {
      this.#ids.delete(id);
      void this.#counted(cards.together(() => cards.shelve(id, 'trash'), step));
      if (elapsed() - begun < sliceMilliseconds) continue;
      await nextFrame();
      begun = elapsed();
    }
  }

  #add(card: ExchangeCard): void {
    const { cards, texts } = this.#options;
    const known = card.assignees.flatMap((name) => this.#people.get(folded(name)) ?? []);
    const unknown = card.assignees.filter((name) => !this.#people.has(folded(name)));
    const labels = card.labels.flatMap((name) => this.#label(name) ?? []);
    const notes = [card.notes, unknown.length === 0 ? '' : texts.assigned(unknown)];
    const { id, result } = cards.add(
      {
        title: card.title,
        notes: cut(notes.filter((part) => part !== '').join('\n\n'), maxNotesLength),
        checklist: card.checklist.map(({ text, done }) => ({
          text,
          ...(done ? { done: true as const } : {}),
        })),
        ...(card.due === undefined ? {} : { due: card.due }),
        ...(labels.length === 0 ? {} : { labels: inOrder(labels) }),
        ...(known.length === 0 ? {} : { assignees: inOrder(known) }),
      },
      this.#column(card.column),
    );
    this.#ids.add(id);
    this.#progress = { ...this.#progress, added: this.#progress.added + 1 };
    void this.#counted(result).then((outcome) => {
      const { settled, refused, added } = this.#progress;
      if (outcome.status === 'applied') this.#report({ settled: settled + 1 });
      else {
        this.#ids.delete(id);
        if (isFull(outcome)) this.#end ??= 'full';
        this.#report({ refused: refused + 1, added: added - 1 });
      }
    });
    for (const comment of card.comments) {
      const text = [texts.commentBy(comment), comment.text].filter((part) => part !== '').join('\n\n');
      void this.#counted(cards.comment(id, cut(text, maxCommentLength)));
    }
    if (card.archived) void this.#counted(cards.shelve(id, 'archive'));
  }

  async #counted(result: Promise<Result>): Promise<Result> {
    this.#unsettled += 1;
    const outcome = await result;
    this.#unsettled -= 1;
    this.#wake();
    return outcome;
  }

  #column(name: string): ColumnId {
    const known = this.#columns.get(name);
    if (known !== undefined) return known;
    const choice = this.#options.plan.columns.get(name);
    if (choice === undefined || choice.kind === 'left-out') throw new RangeError('no place for these cards');
    const id = choice.kind === 'existing' ? choice.id : this.#newColumn(name, choice.columnKind);
    this.#columns.set(name, id);
    return id;
  }

  #newColumn(name: string, kind: 'todo' | 'doing' | 'done'): ColumnId {
    const colour = { todo: 'gray', doing: 'orange', done: 'teal' } as const;
    const { id, result } = this.#options.cards.addColumn({
      name: cut(name, 80).trim(),
      kind,
      colour: colour[kind],
    });
    void this.#counted(result);
    return id;
  }

  /** @returns undefined if the board has no room for another one. */
  #label(name: string): string | undefined {
    const key = folded(name);
    const known = this.#labels.get(key);
    if (known !== undefined) return known;
    if (this.#labels.size >= maxLabels) return undefined;
    const colour = this.#options.file.labels.find((label) => folded(label.name) === key)?.colour;
    const { id, result } = this.#options.cards.addLabel(cut(name, 80).trim(), colour ?? this.#nextColour());
    void this.#counted(result);
    this.#labels.set(key, id);
    return id;
  }

  #nextColour(): Colour {
    return colours[1 + (this.#labels.size % (colours.length - 1))] ?? 'gray';
  }

  #report(change: Partial<ImportProgress>): void {
    this.#progress = { ...this.#progress, ...change };
    this.#options.changed(this.#progress);
  }
}

function isFull(outcome: Result): boolean {
  return outcome.status === 'not-taken' || (outcome.status === 'refused' && outcome.reason === 'too-many');
}

/** Sets of ids are sorted by code units. */
function inOrder<Id extends string>(ids: readonly Id[]): readonly Id[] {
  return [...new Set(ids)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
