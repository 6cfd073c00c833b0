/** The model's own ballots: the same fields as the engine's, and none of its code. */

export interface Ballot {
  /** The slot that chose the voters under which the proposer stands. */
  readonly epoch: number;
  readonly round: number;
  readonly replica: string;
}

export const noBallot: Ballot = Object.freeze({ epoch: 0, round: 0, replica: '' });

export function isNone({ round }: Ballot): boolean {
  return round === 0;
}

/** Negative if `a` is lower than `b`: by epoch, then by round, then by replica. */
export function order(a: Ballot, b: Ballot): number {
  if (a.epoch !== b.epoch) return a.epoch - b.epoch;
  if (a.round !== b.round) return a.round - b.round;
  if (a.replica === b.replica) return 0;
  return a.replica < b.replica ? -1 : 1;
}

export function nameOf({ epoch, round, replica }: Ballot): string {
  return `${epoch}/${round}.${replica}`;
}
