/** Interns values by their text: equal texts get the same small number, so that a world is a few numbers. */

export class Interned<Value> {
  readonly #numbers = new Map<string, number>();
  readonly #values: Value[] = [];
  readonly #textOf: (value: Value) => string;

  constructor(textOf: (value: Value) => string) {
    this.#textOf = textOf;
  }

  get count(): number {
    return this.#values.length;
  }

  numberOf(value: Value): number {
    const text = this.#textOf(value);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#values.length;
    this.#numbers.set(text, number);
    this.#values.push(value);
    return number;
  }

  /** @throws RangeError for an unassigned number. */
  valueOf(number: number): Value {
    const value = this.#values[number];
    if (value === undefined) throw new RangeError(`the number ${number} is not assigned`);
    return value;
  }
}

/** Calls `make` once for each number. */
export function memoized(make: (number: number) => number): (number: number) => number {
  const made: number[] = [];
  return (number) => {
    const known = made[number] ?? make(number);
    made[number] = known;
    return known;
  };
}

/** Equal texts get the same small number; `textOf` is called once for each number. */
export function numbersOfTexts(textOf: (number: number) => string): (number: number) => number {
  const texts = new Interned<string>((text) => text);
  return memoized((number) => texts.numberOf(textOf(number)));
}
