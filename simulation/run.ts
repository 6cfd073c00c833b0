/** One seed from beginning to end: founding, faults, end of the faults, settling. */

import type { MakeChecks } from './checks/all.ts';
import { Violation } from './checks/violation.ts';
import { Faults } from './faults/faults.ts';
import { assertLinearizable } from './histories/check-history.ts';
import { runLiveness } from './liveness/liveness.ts';
import { type Narrowing, planFrom } from './plan.ts';
import { Workload } from './workload.ts';
import { tickTime } from './world/agenda.ts';
import { type Sink, World } from './world/world.ts';

/** Events of one run of at most {@link longTicks}; more means a livelock. Longer runs have as many more. */
const maxEvents = 3_000_000;

/** The longest safety phase that a seed chooses; `--ticks` may ask for more. */
const longTicks = 900;

/** Ticks that the founding configuration may take before the faults begin anyway. */
const maxSettingUpTicks = 200;

export interface Outcome {
  readonly seed: number;
  /** Absent if no rule was violated. */
  readonly violation?: { readonly rule: string; readonly what: string };
  readonly events: number;
  /** Simulated ticks in total, and those of the liveness phase. */
  readonly ticks: number;
  readonly settlingTicks: number;
  readonly slots: number;
  readonly commands: number;
  readonly leaderships: number;
  readonly configurations: number;
}

/** Never throws for faults of the engine: they are in the outcome. */
export function run(seed: number, narrowing: Narrowing, sink?: Sink, makeChecks?: MakeChecks): Outcome {
  const world = new World(planFrom(seed, narrowing), sink, makeChecks);
  let settlingTicks = 0;
  let violation: Outcome['violation'];
  try {
    settlingTicks = live(world);
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    violation = { rule: error.rule, what: error.message };
    world.trace(() => `VIOLATION of ${error.rule}: ${error.message}`);
  }
  return {
    seed,
    ...(violation === undefined ? {} : { violation }),
    events: world.events,
    ticks: world.ticks,
    settlingTicks,
    slots: world.ledger.chosenThrough,
    commands: world.generations.latest.history.all.filter(({ ended }) => ended !== undefined).length,
    leaderships: world.leaderships,
    configurations: world.ledger.configurationCount,
  };
}

function live(world: World): number {
  const { plan, agenda } = world;
  const most = maxEvents * Math.max(1, plan.ticks / longTicks);
  const beat = (): void => {
    agenda.step();
    if (world.events > most) throw new Violation('11 liveness', `${most} events and no end`);
  };
  for (let count = 1; count <= plan.members; count += 1)
    world.addMember(plan.hasWitness && count === plan.members);
  const stopAsking = planFirstVoters(world);
  if (plan.settledFirst) {
    const haveVoters = (): boolean => (world.ledger.latestConfiguration?.voters.length ?? 0) >= plan.voters;
    while (!haveVoters() && world.ticks < maxSettingUpTicks) beat();
  }
  const workload = new Workload(world);
  const faults = new Faults(world, workload);
  const end = agenda.now + plan.ticks * tickTime;
  while (agenda.nextAt < end) beat();
  faults.stop();
  workload.stop();
  stopAsking();
  const { ticks } = runLiveness(world, workload, beat);
  for (const { history } of world.generations.all) assertLinearizable(history);
  return ticks;
}

/** Requests the first members as voters repeatedly, until they vote once. @returns a function that stops it. */
function planFirstVoters(world: World): () => void {
  const wanted = world.members.slice(0, world.plan.voters).map(({ id }) => id);
  let isOn = wanted.length > 1;
  const ask = (): void => {
    if (!isOn || (world.ledger.latestConfiguration?.voters.length ?? 0) >= wanted.length) return;
    const leader = world.running.find((member) => member.isLeader);
    const areHere = world.members.slice(0, world.plan.voters).every((member) => !member.isGone);
    if (leader !== undefined && areHere) world.requestVoters(leader, wanted);
    world.agenda.after(5 * tickTime, ask);
  };
  world.agenda.after(5 * tickTime, ask);
  return () => {
    isOn = false;
  };
}
