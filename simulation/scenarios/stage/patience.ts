/** Waits of a script: which messages are lost, and how long a command may take. */

import type { MessageType } from '#shared/paxos/messages.ts';
import { Violation } from '../../checks/violation.ts';
import type { Mesh } from './mesh.ts';

/** Longer than the longest wait: 16 times the first for a reply, and four rounds after a handover. */
const patienceTicks = 500;

/** Loses the messages of these types from now on, and no others. */
export function lose(mesh: Mesh, ...types: readonly MessageType[]): void {
  mesh.world.network.isLost = (_from, _to, { type }) => types.includes(type);
}

/** @throws Violation unless the pending command of `number` is decided within `allowedTicks`. */
export function mustDecide(mesh: Mesh, number: number, allowedTicks = patienceTicks): void {
  const member = mesh.member(number);
  for (let ticks = 0; ticks < allowedTicks; ticks += 10) {
    if (member.pendingCommands === 0) return;
    mesh.run(10);
  }
  throw new Violation('11 liveness', `${member.id} waits for more than ${allowedTicks} ticks`);
}
