/** Message delays from the submission of a command until its submitter applies it, with one command at a time. */

import { runClosedLoop } from './closed-loop.ts';
import type { Contender } from './contender.ts';

export interface DelaysToDecision {
  /** For a command submitted by the leader. */
  readonly leader: number;
  /** For a command submitted by a follower. */
  readonly other: number;
}

/** Enough to include a rare slow one. */
const commands = 400;

/** The maximum of {@link commands} commands each. */
export function measureLatency(contender: Contender, size: number): DelaysToDecision {
  const most = (offset: number): number => {
    const cluster = contender.start(size, 1);
    const submitter = ((cluster.leader ?? 0) + offset) % size;
    return runClosedLoop(cluster, { commands, window: 1, submitters: [submitter] }).most;
  };
  return { leader: most(0), other: most(1) };
}
