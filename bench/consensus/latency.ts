/** Message delays from a command's submission until its submitter has applied it, with one command at a time. */

import { runClosedLoop } from './closed-loop.ts';
import type { Contender } from './contender.ts';

export interface DelaysToDecision {
  /** For a command of the leader's own. */
  readonly leader: number;
  /** For a command of another replica. */
  readonly other: number;
}

/** So that a rare slow one shows. */
const commands = 400;

/** The most that any of some hundred commands took. */
export function measureLatency(contender: Contender, size: number): DelaysToDecision {
  const most = (offset: number): number => {
    const cluster = contender.start(size, 1);
    const submitter = ((cluster.leader ?? 0) + offset) % size;
    return runClosedLoop(cluster, { commands, window: 1, submitters: [submitter] }).most;
  };
  return { leader: most(0), other: most(1) };
}
