/** Ends the faults of a run, for all members or for only as many as the rule of liveness requires. */

import { canSpare } from '../faults/sparing.ts';
import { updateAll } from '../faults/updates.ts';
import { mayHaveWitness } from '../plan.ts';
import type { Random } from '../random.ts';
import { tickTime } from '../world/agenda.ts';
import type { Member } from '../world/member.ts';
import type { World } from '../world/world.ts';
import { holdTheBoard } from './holders.ts';

/** Remaining delays of messages and storage, in ticks. */
const fairDelay = 0.3;

/** Ends all faults for all members. */
export function healAll(world: World): void {
  world.trace(() => 'everyone comes back');
  world.connections.heal();
  for (const member of world.present) {
    world.wake(member);
    world.boot(member);
  }
}

/** Ends all faults for some of the members and excludes the others. @returns those that must make progress. */
export function heal(world: World, random: Random): readonly Member[] {
  for (const member of world.present) world.earlierWindows.end(member);
  updateAll(world, random.fork('updates'));
  // A restart applies the log again, also on one that stopped because the only voter was wrong.
  const differing = world.running.filter(
    ({ hasDiverged, isHalted, device }) =>
      hasDiverged || (isHalted && device?.status().halted?.reason === 'diverged'),
  );
  for (const member of differing) world.crash(member);
  for (const member of world.present) {
    // The members have refused the request to remove it, and have given it a vote since.
    if (member.isRemovedByCommand && !canSpare(world, member)) member.isRemoved = false;
    // Its time is over, and the board can spare it.
    else if (member.isRemoved || member.isRolledBack) world.wipe(member);
  }
  const { present, plan } = world;
  world.network.weather = {
    messageDelay: fairDelay,
    lossProbability: plan.steadyLoss,
    repetitionProbability: 0,
    inOrder: plan.inOrder,
    encoded: plan.encoded,
    ...(plan.links === undefined ? {} : { links: plan.links }),
  };
  world.writeDelay = Math.min(world.writeDelay, fairDelay);
  const hub = plan.healing === 'hub' ? pickHub(world, random) : undefined;
  // A member of an earlier generation stops when it meets this one, or stays away; no member needs it.
  const partners = present.filter((member) => isOfGeneration(member, world.generations.latest.number));
  const healed = plan.healing === 'everyone' ? present : needed(world, partners, random, hub);
  world.connections.heal();
  for (const member of present) {
    if (healed.includes(member)) {
      world.wake(member);
      world.boot(member);
    } else leaveOut(world, random, member);
  }
  if (hub !== undefined) thinOut(world, random, hub, healed);
  return healed;
}

/** According to its disk: the replica may be down. */
function isOfGeneration({ disk }: Member, generation: number): boolean {
  return disk.generation === generation || disk.isEmpty;
}

function pickHub(world: World, random: Random): Member | undefined {
  // A change that a leader has taken up may still be decided.
  const takenUp = world.running
    .filter(({ isLeader }) => isLeader)
    .map(({ nextVoters }) => ({ voters: nextVoters }));
  const next = takenUp.filter(({ voters }) => voters.length > 0);
  const possible = [...world.ledger.possibleConfigurations(), ...next];
  const everywhere = world.present.filter(
    ({ id, isWitness }) => possible.every(({ voters }) => voters.includes(id)) && !isWitness,
  );
  return random.pick(everywhere);
}

/** A majority of every configuration that may be in force, and no further voter. */
export function needed(
  world: World,
  present: readonly Member[],
  random: Random,
  hub: Member | undefined,
): readonly Member[] {
  const healed = new Set(hub === undefined ? [] : [hub]);
  for (const { voters } of world.ledger.possibleConfigurations()) {
    for (const member of random.some(present, present.length)) {
      const count = voters.filter((voter) => [...healed].some(({ id }) => id === voter)).length;
      if (count * 2 > voters.length) break;
      if (voters.includes(member.id)) healed.add(member);
    }
  }
  for (const member of present) if (random.chance(0.2)) healed.add(member);
  // A witness that joined while another voter lagged cannot give it the board.
  if (mayHaveWitness(world.plan) && !holdTheBoard(world, [...healed])) return present;
  return present.filter((member) => healed.has(member));
}

/** Down, unreachable, or up with a storage that never answers again. */
function leaveOut(world: World, random: Random, member: Member): void {
  const how = random.oneOf('down', 'apart', 'stalled');
  if (how === 'down') return world.crash(member);
  if (how === 'stalled') {
    world.wake(member);
    world.stall(member, Number.POSITIVE_INFINITY);
    return world.trace(() => `the storage of ${member.id} stalls for good`);
  }
  for (const other of world.present) {
    if (other === member) continue;
    if (random.chance(0.5)) world.connections.cut(member, other);
    else {
      world.network.block(member.id, other.id);
      world.network.block(other.id, member.id);
    }
  }
}

/** Ticks after which the mesh's pings detect a dead link: 2 s of 50 ms (`app/mesh`). */
const pingTicks = 40;

/**
 * Keeps the hub linked to all of `members`, and any other pair only by chance. A link that loses everything in one or
 * both directions lasts until the mesh's pings detect it; then both ends see it go down.
 */
function thinOut(world: World, random: Random, hub: Member, members: readonly Member[]): void {
  const linked = random.next();
  for (const a of members) {
    for (const b of members) {
      if (a.id >= b.id || a === hub || b === hub || random.chance(linked)) continue;
      const ways: readonly (readonly [Member, Member])[] = [
        [a, b],
        [b, a],
      ];
      const silent = random.some(ways, random.between(0, 2));
      for (const [from, to] of silent) world.network.block(from.id, to.id);
      if (silent.length === 0) world.connections.cut(a, b);
      else world.agenda.after(random.scale(0.5, 1) * pingTicks * tickTime, () => world.connections.cut(a, b));
    }
  }
}
