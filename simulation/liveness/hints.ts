/**
 * 18. A leader that all reach keeps its lead, however many false hints that it has left the voters receive, and while
 * commands wait.
 *
 * Checked in the liveness phase, once all has settled.
 */

import { Violation } from '../checks/violation.ts';
import type { Workload } from '../workload.ts';
import { tickTime } from '../world/agenda.ts';
import type { World } from '../world/world.ts';

/** Heartbeat rounds before the hints: a leader that is too slow to be doubted has shown that by then. */
const measuringRounds = 12;

/** Heartbeat rounds with hints. */
const hintedRounds = 24;

/** Commands per heartbeat round: in most rounds one waits for the leader. */
const commandsPerRound = 2;

/** @throws Violation of rule 18. */
export function assertHints(world: World, workload: Workload, beat: () => void): void {
  const { agenda, running } = world;
  const { heartbeatTicks = 10 } = world.plan.limits;
  const round = heartbeatTicks * tickTime * world.plan.skew;
  const runUntil = (end: number): void => {
    while (agenda.now < end) beat();
  };
  runUntil(agenda.now + measuringRounds * round);
  const { leaderships } = world;
  world.trace(() => 'all receive false hints that the leader has left');
  for (let turn = 0; turn < commandsPerRound * hintedRounds; turn += 1) {
    for (const member of running) {
      const leader = member.device?.status().leader.replica;
      if (leader !== undefined) world.runOn(member, (device) => device.doubt(leader));
    }
    const submitter = running[turn % running.length];
    if (submitter !== undefined) workload.submit(submitter);
    runUntil(agenda.now + round / commandsPerRound);
  }
  if (world.leaderships !== leaderships)
    throw new Violation('18 hints', `${world.leaderships - leaderships} new leaders after false hints`);
}
