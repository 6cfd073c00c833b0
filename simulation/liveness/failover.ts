/**
 * 19. A command that waits for a leader that has fallen silent is decided by another one within a second; sooner if the
 * others have a hint that it is gone. Hints of a leader that is there change nothing.
 */

import { Violation } from '../checks/violation.ts';
import type { Random } from '../random.ts';
import type { Workload } from '../workload.ts';
import type { World } from '../world/world.ts';

/** Ticks of the slowest clock until the command is decided, at most. An election timeout alone is 20 to 30. */
const allowedTicks = { withHint: 10, withoutHint: 16 } as const;

/** The rounds that the check is meant for, in ticks: in shorter ones an election timeout is as short. */
const usualRoundTicks = 10;

/** Delays of messages and storage meanwhile, in ticks. */
const briskDelay = 0.02;

/** Rounds in which the replicas measure that delay. */
const measuringRounds = 12;

/** @throws Violation of rule 19. */
export function assertFailover(
  world: World,
  workload: Workload,
  random: Random,
  slowest: number,
  beat: () => void,
): void {
  const { limits, links } = world.plan;
  const { heartbeatTicks = usualRoundTicks } = limits;
  // With so few bytes to a mark, a single command is bulk in transit.
  const isUsual = heartbeatTicks === usualRoundTicks && limits.markBytes === undefined;
  if (!isUsual || links !== undefined) return;
  world.network.weather = { ...world.network.weather, messageDelay: briskDelay };
  world.writeDelay = Math.min(world.writeDelay, briskDelay);
  pass(world, measuringRounds * heartbeatTicks * slowest, beat);
  const voters = world.ledger.latestConfiguration?.voters ?? [];
  const present = world.running.filter(({ id, isHalted }) => voters.includes(id) && !isHalted);
  const leader = present.find(({ isLeader }) => isLeader);
  const submitter = random.pick(present.filter((member) => member !== leader && !member.isWitness));
  if (leader === undefined || submitter === undefined || present.length < 3) return;
  if (present.length < voters.length) return;
  const isHinted = random.chance(0.5);
  const ticks = isHinted ? allowedTicks.withHint : allowedTicks.withoutHint;
  world.trace(() => `${leader.id} falls silent${isHinted ? ', and the others have a hint' : ''}`);
  world.pause(leader, world.agenda.now + 3 * allowedTicks.withoutHint * slowest);
  const deadline = world.agenda.now + ticks * slowest;
  workload.submit(submitter);
  if (isHinted) {
    for (const member of present) {
      if (member !== leader) world.runOn(member, (device) => device.doubt(leader.id));
    }
  }
  while (submitter.pendingCommands > 0) {
    if (world.agenda.now > deadline)
      throw new Violation('19 failover', `${submitter.id} waits for more than ${ticks} ticks`);
    beat();
  }
  world.wake(leader);
  pass(world, 3 * heartbeatTicks * slowest, beat);
}

function pass(world: World, time: number, beat: () => void): void {
  const end = world.agenda.now + time;
  world.agenda.at(end, () => undefined);
  while (world.agenda.now < end) beat();
}
