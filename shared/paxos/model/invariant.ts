/**
 * Invariants, checked in production as well.
 *
 * A replica whose invariant fails halts and reports it (`Replica`): continuing could corrupt agreed state, halting
 * cannot.
 */

export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
}

/**
 * @param message a function where each step asserts: putting a text together costs more than the rest of an assertion.
 * @throws InvariantViolation with `message` if `condition` does not hold.
 */
export function invariant(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new InvariantViolation(typeof message === 'string' ? message : message());
}

/** For the end of an exhaustive switch: the compiler rejects a missing case. */
export function unreachable(value: never): never {
  throw new InvariantViolation(`unexpected variant: ${JSON.stringify(value)}`);
}
