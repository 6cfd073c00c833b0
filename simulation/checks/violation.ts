/** A rule of `docs/protocol.md`, "Invariants", is broken. */
export class Violation extends Error {
  override readonly name = 'Violation';
  /** The rule's number and name. */
  readonly rule: string;

  constructor(rule: string, what: string) {
    super(what);
    this.rule = rule;
  }
}
