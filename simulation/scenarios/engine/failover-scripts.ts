/** Histories in which a leader falls silent after its replies to one voter were late, so that it is more patient. */

import { Violation } from '../../checks/violation.ts';
import { tickTime } from '../../world/agenda.ts';
import type { Script } from '../script.ts';
import { calmPlan, Mesh } from '../stage/mesh.ts';

/** Heartbeat rounds in ticks. */
const roundTicks = 10;

/** Of every second round of the leader, in ticks. */
const lateTicks = 7;

/** Until a witness votes. */
const settlingTicks = 150;

/** Ticks until the command is decided after the leader fell silent, at most. */
const allowedTicks = { withHint: 10, withLateHint: 15, withoutHint: 18 } as const;

interface Silence {
  /** 3 is a witness, and 2 submits. */
  readonly hasWitness?: boolean;
  /** The members that the leader's replies reach late. */
  readonly late: readonly number[];
  /** Ticks until 2 and 3 get a hint. */
  readonly hintAfter: number;
  readonly allowed: number;
}

/** 1 falls silent, and 3 submits, or 2 beside a witness. @throws Violation unless the command is decided in time. */
function silentLeader(seed: number, { late, hintAfter, allowed, hasWitness = false }: Silence): void {
  const mesh = hasWitness
    ? new Mesh(3, seed, { plan: { ...calmPlan(seed, 3), policy: {}, hasWitness } })
    : new Mesh(3, seed);
  const { world } = mesh;
  if (hasWitness) mesh.run(settlingTicks);
  const one = mesh.member(1);
  const submitter = hasWitness ? 2 : 3;
  for (let round = 0; round < 12; round += 1) {
    const until = world.agenda.now + lateTicks * tickTime;
    if (round % 2 === 0) for (const number of late) world.network.clog(one.id, mesh.member(number).id, until);
    mesh.run(roundTicks);
  }
  if (!one.isLeader) throw new Violation('19 failover', 'late replies replaced the leader');
  world.pause(one, world.agenda.now + 100 * tickTime);
  mesh.submit(submitter);
  for (let passed = 0; mesh.member(submitter).pendingCommands > 0; passed += 1) {
    if (passed === hintAfter) {
      for (const number of [2, 3]) world.runOn(mesh.member(number), (device) => device.doubt(one.id));
    }
    if (passed === allowed)
      throw new Violation('19 failover', `${submitter} waits for more than ${allowed} ticks`);
    mesh.run(1);
  }
}

function script(name: string, silence: Silence): Script {
  const play = (): void => {
    for (const seed of [1, 2, 3, 4, 5, 6]) silentLeader(seed, silence);
  };
  return { name: `a leader falls silent, ${name}`, play };
}

const never = Number.POSITIVE_INFINITY;

export const failoverScripts: readonly Script[] = [
  script('with a hint to both others', { late: [2, 3], hintAfter: 0, allowed: allowedTicks.withHint }),
  script('and the hint comes later', { late: [2, 3], hintAfter: 4, allowed: allowedTicks.withLateHint }),
  script('which only the submitter notices', {
    late: [2],
    hintAfter: never,
    allowed: allowedTicks.withoutHint,
  }),
  // The witness loses the leader last, and cannot stand itself.
  script('and the other voter is a witness', {
    late: [3],
    hintAfter: never,
    allowed: allowedTicks.withoutHint,
    hasWitness: true,
  }),
];
