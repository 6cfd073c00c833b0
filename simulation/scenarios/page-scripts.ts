/** Histories of pages that end between an own command and its place on the disk. */

import { tickTime } from '../world/agenda.ts';
import { Mesh } from './mesh.ts';
import type { Script } from './script.ts';

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

export const pageScripts: readonly Script[] = [
  { name: 'a page that ends after the others decided its command', play: decidedBeforeStored },
];
