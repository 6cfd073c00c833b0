/** Two members and a witness, with the production policy: days on which one of the three is away. */

import type { BoardCommandBody } from '#shared/board/commands.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { defaultPolicyLimits } from '#shared/replica/voters/voter-policy.ts';
import { lendingRule } from '../../checks/device/lending.ts';
import { Violation } from '../../checks/violation.ts';
import { bodyOf, memberOperation } from '../../histories/operation.ts';
import type { Script } from '../script.ts';
import { calmPlan, Mesh } from '../stage/mesh.ts';

const rule = '21 witness';

/** Long enough for links to settle, for the policy to assign votes, and for a new leader. */
const settlingTicks = 150;

/** Slots that a witness may keep on an idle board: their decision is only a hint on the disks of the others. */
const idleSlots = 4;

/** 1 founds the board, 2 joins, and 3 lends a vote. */
function boardWithWitness(seed: number): Mesh {
  const mesh = new Mesh(3, seed, { plan: { ...calmPlan(seed, 3), policy: {}, hasWitness: true } });
  mesh.run(settlingTicks);
  expectVoters(mesh, 3, 1);
  return mesh;
}

function expectVoters(mesh: Mesh, count: number, witnessCount: number): void {
  const { voters = [], witnesses = [] } = mesh.world.ledger.latestConfiguration ?? {};
  if (voters.length === count && witnesses.length === witnessCount) return;
  throw new Violation(rule, `${voters.join()} vote, with the witnesses ${witnesses.join() || 'none'}`);
}

/** Every change of `number` settles. */
function settle(mesh: Mesh, number: number, changes: number): void {
  for (let count = 0; count < changes; count += 1) {
    mesh.submit(number);
    mesh.run(2);
  }
  mesh.run(settlingTicks);
  if (mesh.member(number).pendingCommands > 0)
    throw new Violation(rule, `${number} settles nothing with the help of the witness`);
}

/** The witness keeps nothing that both members hold. */
function expectTrimmed(mesh: Mesh): void {
  const { disk, decidedThrough } = mesh.member(3);
  if (decidedThrough - disk.compactedThrough > idleSlots)
    throw new Violation(
      rule,
      `the witness keeps the slots after ${disk.compactedThrough} of ${decidedThrough}`,
    );
}

/** Each of the two is away while the other works; then they meet. */
function inTurns(): void {
  const mesh = boardWithWitness(1);
  const { world } = mesh;
  for (const [away, here] of [
    [2, 1],
    [1, 2],
    [2, 1],
  ] as const) {
    world.crash(mesh.member(away));
    settle(mesh, here, 12);
    // The next morning the other one comes first, and needs from the witness what it missed.
    world.crash(mesh.member(here));
    mesh.run(30);
    world.boot(mesh.member(away));
    settle(mesh, away, 4);
    world.boot(mesh.member(here));
    settle(mesh, here, 4);
    expectTrimmed(mesh);
    world.crash(mesh.member(3));
    settle(mesh, here, 12);
    world.boot(mesh.member(3));
    settle(mesh, away, 12);
    expectTrimmed(mesh);
  }
  expectVoters(mesh, 3, 1);
}

/** Nobody but the witness could take over, or recover. */
function aloneWithWitness(): void {
  const mesh = boardWithWitness(2);
  const { world } = mesh;
  const [leader] = mesh.leaders();
  const other = leader === 1 ? 2 : 1;
  world.crash(mesh.member(other));
  world.runOn(mesh.member(leader ?? 1), (device) => device.resign());
  mesh.run(settlingTicks);
  settle(mesh, leader ?? 1, 2);
  world.crash(mesh.member(leader ?? 1));
  mesh.run(settlingTicks);
  world.recover(mesh.member(3));
  mesh.run(settlingTicks);
  world.boot(mesh.member(other));
  settle(mesh, other, 2);
  for (let times = 0; times < 6; times += 1) {
    world.boot(mesh.member(leader ?? 1));
    mesh.run(60);
    const [leads = 1] = mesh.leaders();
    world.crash(mesh.member(leads));
    mesh.run(60);
    world.boot(mesh.member(leads));
    mesh.run(30);
  }
}

/** A power cut of a member takes back what it knew to be decided; the witness then still has it. */
function powerCuts(): void {
  const mesh = boardWithWitness(3);
  const { world } = mesh;
  for (let times = 0; times < 8; times += 1) {
    settle(mesh, 1 + (times % 2), 1);
    world.stall(mesh.member(2), world.agenda.now + 40_000);
    mesh.submit(1);
    mesh.run(25);
    world.crash(mesh.member(2));
    mesh.run(20);
    world.boot(mesh.member(2));
    mesh.run(60);
  }
}

/** A third member joins: as a visitor it gets no vote, and later it replaces the witness. */
function thirdMember(): void {
  const mesh = boardWithWitness(4);
  mesh.world.addMember();
  mesh.run(settlingTicks);
  expectVoters(mesh, 3, 1);
  mesh.run(1.3 * defaultPolicyLimits.unreachableTicks);
  expectVoters(mesh, 3, 0);
}

/** The witness loses its disk: it returns under another id, which gets the vote of the lost one. */
function lostDisk(): void {
  const mesh = boardWithWitness(5);
  const { world } = mesh;
  const lost = mesh.member(3);
  settle(mesh, 1, 3);
  world.wipe(lost);
  const replacement = world.addMember(true);
  mesh.run(1.3 * defaultPolicyLimits.unreachableTicks);
  expectVoters(mesh, 3, 1);
  const { voters = [] } = world.ledger.latestConfiguration ?? {};
  if (voters.includes(lost.id) || !voters.includes(replacement.id))
    throw new Violation(rule, `${voters.join()} vote after the witness ${lost.id} was lost`);
  world.crash(mesh.member(2));
  settle(mesh, 1, 3);
}

/** A manual change makes two witnesses voters beside three members: all five keep their votes, as all are there. */
function secondWitness(): void {
  const mesh = boardWithWitness(7);
  const { world } = mesh;
  world.addMember(true);
  world.addMember();
  mesh.run(settlingTicks);
  const [leader = 1] = mesh.leaders();
  world.requestVoters(
    mesh.member(leader),
    world.members.map(({ id }) => id),
  );
  mesh.run(settlingTicks);
  expectVoters(mesh, 5, 2);
}

/**
 * Of five voters two are witnesses. While one member is away, each witness misses a part of the changes, and gets it later. Then only the
 * witnesses have what the one that was away lacks.
 */
function missedInTurns(): void {
  const limits = { snapshotSlots: 8, retainedSlots: 100 };
  const mesh = new Mesh(3, 1, { plan: { ...calmPlan(1, 3), limits, hasWitness: true } });
  const { world } = mesh;
  const [one, two, witness] = [mesh.member(1), mesh.member(2), mesh.member(3)];
  const [other, away] = [world.addMember(true), world.addMember()];
  mesh.run(settlingTicks);
  world.requestVoters(
    one,
    world.members.map(({ id }) => id),
  );
  mesh.run(settlingTicks);
  expectVoters(mesh, 5, 2);
  world.crash(away);
  for (const missing of [witness, other]) {
    for (const member of world.members) if (member !== missing) world.connections.cut(member, missing);
    settle(mesh, 1, 12);
    world.connections.heal();
    // It gets them from a member.
    world.connections.cut(witness, other);
    mesh.run(settlingTicks);
  }
  world.connections.heal();
  const { decidedThrough } = one;
  for (const member of [one, two]) world.crash(member);
  world.boot(away);
  mesh.run(2 * settlingTicks);
  if (away.decidedThrough < decidedThrough)
    throw new Violation(rule, `no witness has what ${away.id} lacks after ${away.decidedThrough}`);
}

/**
 * A manual change makes a witness a voter beside four members. It is lost, and a member signs off that lends another
 * one: that one gets no vote beside its lender, which keeps its own.
 */
function besideItsLender(): void {
  const mesh = boardWithWitness(8);
  const { world } = mesh;
  world.addMember();
  const lender = world.addMember();
  mesh.run(settlingTicks);
  const [leader = 1] = mesh.leaders();
  world.requestVoters(
    mesh.member(leader),
    world.members.map(({ id }) => id),
  );
  const ask = (command: BoardCommandBody): void => world.command(lender, bodyOf(memberOperation(command)));
  ask({ type: 'member/introduce', name: 'somebody' });
  const lent = world.addMember(true, lender.id);
  ask({ type: 'member/lend', id: lent.id, name: 'somebody' });
  world.wipe(mesh.member(3));
  mesh.run(settlingTicks);
  if (mesh.member(leader).registers.computerOf(lent.id) !== lender.id)
    throw new RangeError('the script diverged: no vote is lent');
  expectVoters(mesh, 5, 1);
  world.signOff(lender);
  mesh.run(1.3 * defaultPolicyLimits.unreachableTicks);
  expectVoters(mesh, 5, 1);
}

/** 2 lends the vote of a person, which is refused, and then one of a device while 1 removes it, which is too late. */
function refusedOffers(): void {
  const mesh = new Mesh(3, 6);
  const ask = (number: number, command: BoardCommandBody): void =>
    mesh.world.command(mesh.member(number), bodyOf(memberOperation(command)));
  const [one, two] = [mesh.member(1).id, mesh.member(2).id];
  const name = 'somebody';
  ask(1, { type: 'member/introduce', name });
  mesh.run(20);
  ask(2, { type: 'member/lend', id: one, name });
  mesh.run(20);
  if (mesh.member(1).registers.computerOf(one) !== undefined)
    throw new Violation(lendingRule, 'a person is lent as a witness');
  mesh.member(2).isRemoved = true;
  const late = replicaId('late');
  ask(1, { type: 'member/remove', id: two, name });
  mesh.run(0.01);
  ask(2, { type: 'member/lend', id: late, name });
  mesh.run(settlingTicks);
  if (mesh.member(1).registers.computerOf(late) !== undefined)
    throw new Violation(lendingRule, 'a removed member lends a vote');
}

/** 1 owns the board and lends a vote on a host. 2, an editor, asks to remove that witness, which only 1 may do. */
function lentByAnOwner(): void {
  const mesh = new Mesh(3, 6);
  const name = 'somebody';
  const lent = replicaId('lent');
  const ask = (number: number, command: BoardCommandBody): void => {
    mesh.world.command(mesh.member(number), bodyOf(memberOperation(command)));
    mesh.run(20);
  };
  for (const number of [1, 2]) ask(number, { type: 'member/introduce', name });
  ask(1, { type: 'member/role', id: mesh.member(1).id, role: 'owner', name });
  ask(1, { type: 'member/lend', id: lent, name, host: true });
  ask(2, { type: 'member/remove', id: lent, name });
  const { registers } = mesh.member(3);
  if (registers.computerOf(lent) !== lent)
    throw new Violation(lendingRule, 'a vote that an owner lends on a host is taken back by an editor');
}

/**
 * The voters change while the witness, 4, is away: it learns that with the base of its log, removes entries after it, and
 * restarts. Then its vote is needed.
 */
function changeWhileAway(): void {
  const mesh = new Mesh(4, 7, { plan: { ...calmPlan(7, 4), hasWitness: true } });
  const { world } = mesh;
  const witness = mesh.member(4);
  const ask = (...numbers: number[]): void => {
    world.requestVoters(
      mesh.member(1),
      numbers.map((number) => mesh.member(number).id),
    );
    mesh.run(settlingTicks);
    expectVoters(mesh, 3, 1);
  };
  ask(1, 2, 4);
  settle(mesh, 1, 6);
  world.crash(witness);
  ask(1, 3, 4);
  settle(mesh, 1, 6);
  const { decidedThrough } = mesh.member(1);
  world.boot(witness);
  mesh.run(settlingTicks);
  if (witness.disk.compactedThrough < decidedThrough - idleSlots)
    throw new RangeError('the script diverged: the witness has received no base');
  settle(mesh, 1, 12);
  if (witness.disk.compactedThrough <= decidedThrough)
    throw new Violation(rule, `the witness keeps the slots after ${witness.disk.compactedThrough}`);
  world.crash(witness);
  world.boot(witness);
  mesh.run(settlingTicks);
  world.crash(mesh.member(3));
  settle(mesh, 1, 2);
}

export const witnessScripts: readonly Script[] = [
  { name: 'two members and a witness, one of them away in turns', play: inTurns },
  { name: 'a member alone with a witness', play: aloneWithWitness },
  { name: 'power cuts beside a witness', play: powerCuts },
  { name: 'a witness that is away while the voters change', play: changeWhileAway },
  { name: 'a third member replaces the witness', play: thirdMember },
  { name: 'a witness that loses its disk', play: lostDisk },
  { name: 'two witnesses among five voters', play: secondWitness },
  { name: 'two witnesses that miss changes in turns', play: missedInTurns },
  { name: 'a lent vote beside its lender, which signs off', play: besideItsLender },
  { name: 'offers of a vote that are refused', play: refusedOffers },
  { name: 'a vote that an owner lends on a host', play: lentByAnOwner },
];
