/** Histories of devices that come, go and part, played by hand: see `scripts.ts`. */

import { Violation } from '../checks/check.ts';
import { Days } from './days.ts';
import { electionTimeoutTicks, Mesh } from './mesh.ts';
import type { Script } from './scripts.ts';

const longTicks = 12 * electionTimeoutTicks;

function mustSettle(settles: boolean, who: string): void {
  if (!settles) throw new Violation('11 morning', `${who} cannot settle anything`);
}

/** All sign off one after the other; while two are there they go on, and so do the two of the last three that left first. */
function evening(devices: number): void {
  const days = new Days(devices);
  for (let leaving = 1; leaving <= devices; leaving += 1) {
    days.leave(leaving);
    if (leaving <= devices - 2) mustSettle(days.settles(devices), 'whoever is left');
  }
  for (const early of [devices - 2, devices - 1]) days.come(early);
  mustSettle(days.settles(devices - 1), 'whoever comes first');
}

/** 2 stores that it is to vote, and its word of it is lost; the sole voter does something else then. */
function invitationLost(): void {
  const mesh = new Mesh(2, 1, 1, 1);
  const { network } = mesh.world;
  network.isLost = (_from, _to, { type }) => type === 'accept';
  mesh.world.requestVoters(mesh.member(1), [mesh.member(2).id]);
  mesh.run(longTicks);
  mesh.submit(1);
  mesh.run(longTicks);
  network.isLost = () => false;
  mesh.run(longTicks);
}

/** 2 is gone before it hears that it is to vote: the sole voter goes on. */
function invitedAndGone(): void {
  const mesh = new Mesh(2, 1, 1, 1);
  mesh.world.network.isLost = (_from, to) => to === mesh.member(2).id;
  mesh.world.requestVoters(mesh.member(1), [mesh.member(2).id]);
  mesh.submit(1);
  mesh.run(longTicks);
  mustSettle(mesh.member(1).pendingCommands === 0, 'a sole voter whose successor is gone');
}

/** 3 goes on alone, perhaps again; 1 and 2, which went on together, hear of the last generation only. */
function parted(times: number): void {
  const mesh = new Mesh(3, 1);
  mesh.connectOnly([1, 2]);
  mesh.run(longTicks);
  const three = mesh.member(3);
  for (const number of [1, 1, 1]) {
    mesh.submit(number);
    mesh.run(electionTimeoutTicks);
  }
  for (let recovered = 0; recovered < times; recovered += 1) {
    mesh.world.recover(three);
    mesh.run(longTicks);
    // A newcomer votes there, too, and no longer when 3 goes on alone again.
    const newcomer = mesh.world.addMember();
    for (const number of [1, 2]) mesh.world.cutLink(newcomer, mesh.member(number));
    mesh.run(electionTimeoutTicks);
    mesh.world.requestVoters(three, [three.id, newcomer.id]);
    mesh.run(longTicks);
    for (let given = 0; given < 3; given += 1) mesh.submit(3);
    mesh.run(longTicks);
  }
  mesh.world.healNetwork();
  mesh.run(longTicks);
}

export const membershipScripts: readonly Script[] = [
  { name: 'an evening and a morning of three', play: () => evening(3) },
  { name: 'an evening and a morning of five', play: () => evening(5) },
  { name: 'a voter to be whose word of it is lost', play: invitationLost },
  { name: 'a voter to be that is gone', play: invitedAndGone },
  { name: 'a device that goes on alone', play: () => parted(1) },
  { name: 'a device that goes on alone twice', play: () => parted(2) },
];
