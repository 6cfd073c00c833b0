/** Histories in which the voter policy must not count members that it does not hear: see `scripts.ts`. */

import type { Script } from '../script.ts';
import { Mesh } from '../stage/mesh.ts';

/** Longer than the silence after which a member does not count: 40 ticks. */
const longSilence = 60;

/** A part of a tick: too short for the policy to run in between. */
const moment = 0.01;

/** 1 leads five voters, and learns that 4 and 5 are removed: with them gone, it would need 2 or 3. */
function removeTwo(mesh: Mesh): void {
  const leader = mesh.member(1);
  if (!leader.isLeader) throw new RangeError('the script diverged: 1 does not lead');
  const removed = [4, 5].map((number) => mesh.member(number).id);
  for (const id of removed) leader.voters.removed(id);
  mesh.world.runOn(leader, (device) => device.remove(removed));
  mesh.run(1);
}

/** 2 and 3 have links, and send nothing for a while. */
function silentVoters(): void {
  const mesh = new Mesh(5, 1);
  mesh.silence(2, 1);
  mesh.silence(3, 1);
  mesh.run(longSilence);
  removeTwo(mesh);
}

/** The link to 3 is down, and that to 2 has gone down since the last tick. */
function vanishingVoter(): void {
  const mesh = new Mesh(5, 1);
  const { connections } = mesh.world;
  const [one, two, three] = [mesh.member(1), mesh.member(2), mesh.member(3)];
  connections.cut(one, three);
  mesh.run(longSilence);
  connections.cut(one, two);
  for (let moments = 0; one.links.has(two.id); moments += 1) {
    if (moments * moment > longSilence) throw new RangeError('the script diverged: 1 notices nothing');
    mesh.run(moment);
  }
  removeTwo(mesh);
}

export const policyScripts: readonly Script[] = [
  { name: 'removals while two of five voters are linked and silent', play: silentVoters },
  { name: 'removals in the tick in which a link goes down', play: vanishingVoter },
];
