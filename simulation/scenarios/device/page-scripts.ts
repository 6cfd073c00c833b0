/** Histories of pages that end between an own command and its place on the disk. */

import { Violation } from '../../checks/violation.ts';
import { tickTime } from '../../world/agenda.ts';
import type { Script } from '../script.ts';
import { calmPlan, Mesh } from '../stage/mesh.ts';

/** The storage of 3 is busy while 1 and 2 decide its commands; then its page ends, and the next one starts alone. */
function decidedBeforeStored(): void {
  const mesh = new Mesh(3, 1);
  const { world } = mesh;
  const member = mesh.member(3);
  world.stall(member, world.agenda.now + 1_000 * tickTime);
  mesh.submit(3);
  mesh.run(10);
  mesh.submit(3);
  if (member.pendingCommands !== 1)
    throw new RangeError('the script diverged: the first command is not decided');
  world.endPage(member, false);
  world.network.isLost = (from, to) => from === member.id || to === member.id;
  world.boot(member);
  mesh.run(50);
  world.network.isLost = () => false;
  mesh.run(100);
  if (member.pendingCommands > 0) throw new RangeError('the script diverged: 3 still has pending commands');
}

/** A board of 1 and 2. The storage of 2 is busy for long, and lacks a command that 2 kept when it was hidden. */
function hiddenWithBusyStorage() {
  const mesh = new Mesh(2, 1, { plan: { ...calmPlan(1, 2), tornGroups: false } });
  const { world } = mesh;
  const member = mesh.member(2);
  world.stall(member, world.agenda.now + 1_000 * tickTime);
  mesh.submit(2);
  world.keepUnsaved(member);
  return { mesh, world, member };
}

/**
 * 2 is hidden with a command in no group yet, and signs it together with a later one while its storage is busy. Then it
 * crashes: the next page finds the first command alone, and signs it alone.
 */
function hiddenThenCrashed(): void {
  const { mesh, world, member } = hiddenWithBusyStorage();
  mesh.submit(2);
  mesh.run(10);
  world.crash(member);
  world.boot(member);
  mesh.run(50);
  if (member.pendingCommands > 0) throw new RangeError('the script diverged: 2 still has pending commands');
}

/**
 * 2 is hidden with a command that its storage lacks, and another window takes it. The first one ends before the other has
 * stored it, and then the other crashes: the next page still finds the command.
 */
function takenThenCrashed(): void {
  const { mesh, world, member } = hiddenWithBusyStorage();
  world.openAnotherWindow(member, world.random.fork('window'));
  world.earlierWindows.end(member, true);
  if (member.pendingCommands !== 1) throw new RangeError('the script diverged: the command is not taken');
  world.crash(member);
  world.boot(member);
  mesh.run(50);
  if (member.lastApplied === 0 || member.pendingCommands > 0)
    throw new RangeError('the script diverged: 2 still has pending commands');
}

/** 3 closes the board while its storage is busy: its disk has its last command and all that it knows to be decided, also after a power cut. */
function closedBoard(): void {
  const mesh = new Mesh(3, 1);
  const { world } = mesh;
  const member = mesh.member(3);
  // Its own vote is being stored, and the others decide without it.
  world.stall(member, world.agenda.now + 5 * tickTime);
  mesh.submit(1);
  mesh.run(1);
  const { decidedThrough, disk } = member;
  if (disk.decidedThrough >= decidedThrough)
    throw new RangeError('the script diverged: the disk of 3 knows the decision already');
  mesh.submit(3);
  world.runOn(member, (device) => device.close());
  mesh.run(10);
  const { lastCommand } = member;
  world.crash(member);
  if (disk.decidedThrough < decidedThrough || disk.nextSequence <= lastCommand)
    throw new Violation(
      '12 outbox',
      `3 knew ${decidedThrough} slots and command ${lastCommand}, its disk ${disk.decidedThrough} and ${disk.nextSequence - 1}`,
    );
}

export const pageScripts: readonly Script[] = [
  { name: 'a page that ends after the others decided its command', play: decidedBeforeStored },
  { name: 'a board that is closed', play: closedBoard },
  { name: 'a hidden page that crashes before it stored a group', play: hiddenThenCrashed },
  { name: 'a fenced window that ends before its successor stored what it took', play: takenThenCrashed },
];
