/**
 * What must hold, checked where it must hold, in production too.
 *
 * A replica whose invariant fails stops voting and says so (`Replica`): going on wrong could change agreed state,
 * standing still cannot.
 */

export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
}

/** @throws InvariantViolation with `message` if `condition` does not hold. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantViolation(message);
}

/** For the end of an exhaustive switch: the compiler rejects a case that was forgotten. */
export function unreachable(value: never): never {
  throw new InvariantViolation(`unexpected variant: ${JSON.stringify(value)}`);
}
