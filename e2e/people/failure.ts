/** A failed check: its kind, which shrinking compares, and the expected and the actual state. */

export type FailureKind =
  /** A window does not show an action of its person. */
  | 'no effect'
  /** An object is missing that no person deleted. */
  | 'missing'
  /** An object is present that a person deleted. */
  | 'reappeared'
  | 'duplicate'
  /** An object is present that no person made. */
  | 'unexpected'
  /** An object differs from the result of its last change. */
  | 'changed'
  | 'order'
  /** Connected windows show different boards. */
  | 'windows differ'
  /** A window does not show the content of its board. */
  | 'shown differently'
  | 'never settles'
  | 'console'
  | 'size'
  /** A step could not be performed: a control is missing. */
  | 'stuck';

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;
  readonly expected: string;
  readonly found: string;

  constructor(kind: FailureKind, expected: string, found: string) {
    super(`${kind}: expected ${expected}; found ${found}`);
    this.kind = kind;
    this.expected = expected;
    this.found = found;
  }
}
