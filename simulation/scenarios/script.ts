/** A hand-written history. */
export interface Script {
  readonly name: string;
  /** @throws Violation if a rule is violated; RangeError if the history does not occur. */
  play(): void;
}
