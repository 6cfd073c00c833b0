/** A finding of the instrument: a kind, to compare by while shrinking, and the expected and the actual state. */

export type FailureKind =
  /** A person did something, and their own window does not show it. */
  | 'no effect'
  /** Something is gone that no person deleted. */
  | 'gone'
  /** Something is back that a person deleted. */
  | 'came back'
  | 'twice'
  /** Something is there that no person made. */
  | 'nobody made it'
  /** It is there and looks otherwise than its last change left it. */
  | 'changed'
  | 'order'
  /** Windows that are connected show different boards. */
  | 'windows differ'
  /** A window shows something else than its board holds. */
  | 'shown otherwise'
  | 'never settles'
  | 'console'
  | 'size'
  /** A step could not be done: what a person would click is not there. */
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
