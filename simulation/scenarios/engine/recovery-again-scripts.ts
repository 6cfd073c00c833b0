/** Histories of a device that continues alone several times: no generation may depend on an earlier one. */

import type { Message } from '#shared/paxos/messages.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { Violation } from '../../checks/violation.ts';
import { tickTime } from '../../world/agenda.ts';
import type { Script } from '../script.ts';
import { Mesh } from '../stage/mesh.ts';

/** Ticks within which a device that continues alone leads: its write, and its promise to itself. */
const leadTicks = 5;

/** Ticks within which it settles a command, and those that wait for its storage. */
const settleTicks = 10;

/** Short, so that waits of one generation would last into the next. */
const joinTicks = 12;
const changeTicks = 4;

const generations = 5;

interface Late {
  readonly from: ReplicaId;
  readonly message: Message;
}

/**
 * 3 continues alone five times. In each generation two newcomers get votes, and fall silent while their links are up and
 * an own proposal and a recovery of 3 wait for its storage. All that members of earlier generations have sent last, of
 * each type, arrives again in each later one.
 */
function fiveRecoveries(seed: number): void {
  const mesh = new Mesh(3, seed);
  const { world } = mesh;
  const { network, links } = world;
  const three = mesh.member(3);
  const silent = new Set(world.members.filter((member) => member !== three).map(({ id }) => id));
  const late = new Map<string, Late>();
  let areLate = false;
  network.isLost = (from, to, message) => {
    if (areLate) return false;
    if (to === three.id) late.set(`${from} ${message.type}`, { from, message });
    return silent.has(from);
  };
  const deliverLate = () => {
    areLate = true;
    for (const { from, message } of late.values())
      if (silent.has(from)) network.send(from, three.id, message, links.epoch(from, three.id));
    areLate = false;
  };
  for (let count = 0; count < generations; count += 1) {
    mesh.submit(3);
    world.stall(three, world.agenda.now + tickTime);
    mesh.run(0.5);
    world.recover(three);
    deliverLate();
    mesh.run(1 + leadTicks);
    if (!three.isLeader)
      throw new Violation(
        '11 liveness',
        `${three.id} continues alone and does not lead in ${leadTicks} ticks`,
      );
    deliverLate();
    mesh.submit(3);
    mesh.run(settleTicks);
    if (three.pendingCommands > 0)
      throw new Violation('11 liveness', `${three.id} continues alone and settles nothing`);
    const newcomers = [world.addMember(), world.addMember()];
    mesh.run(joinTicks);
    const voters = [three, ...newcomers].map(({ id }) => id);
    world.requestVoters(three, voters);
    mesh.run(changeTicks);
    if (three.device?.status().configuration?.voters.length !== voters.length)
      throw new RangeError('the script diverged: the newcomers have no votes');
    for (const { id } of newcomers) silent.add(id);
  }
}

export const recoveryAgainScripts: readonly Script[] = [
  {
    name: 'a device that continues alone five times',
    // Its waits are random: each is long enough to be noticed in most runs only.
    play: () => [1, 2, 3].forEach(fiveRecoveries),
  },
];
