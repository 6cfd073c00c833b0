/** One's own steps, to undo and to redo: bounded in number and in size. */

/** A change and its reversal. Swapped, they are the way to redo it. */
export interface Change<Body> {
  readonly did: Body;
  readonly back: Body;
}

export type Step<Body> = readonly Change<Body>[];

/** Both lists end with the latest step. */
export interface Steps<Body> {
  readonly undo: readonly Step<Body>[];
  readonly redo: readonly Step<Body>[];
}

/** Steps of an earlier session that nobody has checked yet. */
export interface EarlierSteps {
  /** Whether there seem to be some. The check may find none. */
  seem(way: keyof Steps<unknown>): boolean;
  /** Checks them, and calls {@link History.restore} of the valid ones, if there are any. */
  read(): void;
}

/** The maximum number of steps that can be undone, and of those that can be redone. */
export const maxSteps = 100;

/** The maximum size of either list in memory, bytes as `bytesOf` counts them. The latest step stays in any case. */
export const maxHistoryBytes = 32 * 1024 * 1024;

interface Sized<Body> {
  readonly step: Step<Body>;
  readonly bytes: number;
}

export class History<Body> {
  readonly #bytesOf: (body: Body) => number;
  readonly #changed: () => void;
  #undo: readonly Sized<Body>[] = [];
  #redo: readonly Sized<Body>[] = [];
  #earlier: EarlierSteps | undefined;

  /** @param options.changed called after each change of the lists. */
  constructor(options: { readonly bytesOf: (body: Body) => number; readonly changed: () => void }) {
    this.#bytesOf = options.bytesOf;
    this.#changed = options.changed;
  }

  get canUndo(): boolean {
    return this.#earlier?.seem('undo') ?? this.#undo.length > 0;
  }

  get canRedo(): boolean {
    return this.#earlier?.seem('redo') ?? this.#redo.length > 0;
  }

  /** A new step. Nothing can be redone after it. */
  did(step: Step<Body>): void {
    if (step.length === 0) return;
    this.#readEarlier();
    this.#redo = [];
    this.#undo = bounded([...this.#undo, this.#sized(step)]);
    this.#changed();
  }

  /** Exchanges the latest step for one that continues it. */
  continued(step: Step<Body>): void {
    this.#readEarlier();
    this.#undo = this.#undo.slice(0, -1);
    this.did(step);
  }

  /** Adds changes to the latest step, after which nothing was undone. */
  extend(more: Step<Body>): void {
    this.#readEarlier();
    const latest = this.#undo.at(-1);
    if (latest === undefined || more.length === 0) return;
    const { step, bytes } = this.#sized(more);
    const extended = { step: [...latest.step, ...step], bytes: latest.bytes + bytes };
    this.#undo = bounded([...this.#undo.slice(0, -1), extended]);
    this.#changed();
  }

  get latest(): Step<Body> | undefined {
    this.#readEarlier();
    return this.#undo.at(-1)?.step;
  }

  /** Of the step that is undone (or redone) next. */
  next(way: keyof Steps<Body>): Step<Body> | undefined {
    this.#readEarlier();
    return (way === 'undo' ? this.#undo : this.#redo).at(-1)?.step;
  }

  /** The next step of `way` is over: `reverse`, which takes its effects back, is what the other way does next. */
  turned(way: keyof Steps<Body>, reverse: Step<Body>): void {
    this.#readEarlier();
    const more = reverse.length === 0 ? [] : [this.#sized(reverse)];
    if (way === 'undo') {
      this.#undo = this.#undo.slice(0, -1);
      this.#redo = bounded([...this.#redo, ...more]);
    } else {
      this.#redo = this.#redo.slice(0, -1);
      this.#undo = bounded([...this.#undo, ...more]);
    }
    this.#changed();
  }

  /** The steps of an earlier session, which are read before the first use of any step. */
  restoreLater(earlier: EarlierSteps): void {
    this.#earlier = earlier;
  }

  /** The steps of an earlier session. */
  restore({ undo, redo }: Steps<Body>): void {
    this.#earlier = undefined;
    this.#undo = bounded(undo.map((step) => this.#sized(step)));
    this.#redo = bounded(redo.map((step) => this.#sized(step)));
  }

  /** The latest steps that have at most `maxBytes` together; those to undo come first. */
  steps(maxBytes: number): Steps<Body> {
    this.#readEarlier();
    let left = maxBytes;
    const fitting = (all: readonly Sized<Body>[]): Step<Body>[] => {
      const first = all.findLastIndex(({ bytes }) => {
        left -= bytes;
        return left < 0;
      });
      return all.slice(first + 1).map(({ step }) => step);
    };
    return { undo: fitting(this.#undo), redo: fitting(this.#redo) };
  }

  #readEarlier(): void {
    const earlier = this.#earlier;
    if (earlier === undefined) return;
    const seemed = [this.canUndo, this.canRedo];
    this.#earlier = undefined;
    earlier.read();
    if (this.canUndo !== seemed[0] || this.canRedo !== seemed[1]) this.#changed();
  }

  #sized(step: Step<Body>): Sized<Body> {
    let bytes = 0;
    for (const { did, back } of step) bytes += this.#bytesOf(did) + this.#bytesOf(back);
    return { step, bytes };
  }
}

function bounded<Body>(all: readonly Sized<Body>[]): readonly Sized<Body>[] {
  let bytes = 0;
  const first = all.findLastIndex((sized) => {
    bytes += sized.bytes;
    return bytes > maxHistoryBytes;
  });
  return all.slice(Math.min(first + 1, all.length - 1)).slice(-maxSteps);
}
