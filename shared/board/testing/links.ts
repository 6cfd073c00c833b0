/** Devices that are linked, for tests. */

import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import { Board } from '../board.ts';
import type { BoardCommandBody, Outcome, RefusalReason } from '../commands.ts';
import type { Role } from '../member/role.ts';
import { anna, ask, ben, carla } from './authors.ts';

export const phone = replicaId('phone');
export const tablet = replicaId('tablet');
export const applied: Outcome = { status: 'applied' };

export const refused = (reason: RefusalReason, by?: ReplicaId) => ({
  status: 'refused',
  reason,
  ...(by === undefined ? {} : { by }),
});

/** In place of the hash of a code. */
export function linkOffer(code: string): string {
  return code.padEnd(43, '-');
}

export function offerLink(code: string): BoardCommandBody {
  return { type: 'member/link-offer', offer: linkOffer(code), device: 'Laptop' };
}

export function askToLink(id: ReplicaId, code: string): BoardCommandBody {
  const offer = linkOffer(code);
  return { type: 'member/link-ask', id, offer, proof: linkOffer('proof'), device: 'Phone' };
}

export function admit(id: ReplicaId, code: string): BoardCommandBody {
  return { type: 'member/link-admit', id, offer: linkOffer(code) };
}

export const withdraw: BoardCommandBody = { type: 'member/link-withdraw' };
export const unlink = (id: ReplicaId): BoardCommandBody => ({ type: 'member/unlink', id });
export const introduce = (name: string): BoardCommandBody => ({ type: 'member/introduce', name });
export const role = (id: ReplicaId, role: Role): BoardCommandBody => ({
  type: 'member/role',
  id,
  role,
  name: 'Someone',
});
export const remove = (id: ReplicaId): BoardCommandBody => ({ type: 'member/remove', id, name: 'Someone' });

/** `board`, on which `second` is a device of the person of `first` now. */
export function linked(board: Board, first: ReplicaId, second: ReplicaId, code = 'code'): Board {
  for (const [origin, body] of [
    [first, offerLink(code)],
    [second, askToLink(first, code)],
    [first, admit(second, code)],
  ] as const) {
    const outcome = ask(board, origin, body);
    if (outcome.status !== 'applied') throw new Error(`${body.type}: ${outcome.reason}`);
  }
  return board;
}

/** Anna owns it; Ben is an editor, Carla a viewer; the phone and the tablet are editors. */
export function ownedBoard(): Board {
  const board = new Board();
  for (const id of [anna, ben, carla, phone, tablet]) ask(board, id, introduce(id));
  ask(board, anna, role(anna, 'owner'));
  ask(board, anna, role(carla, 'viewer'));
  return board;
}

/** The devices of `person` that are not removed. */
export function devicesOn(board: Board, person: ReplicaId): readonly ReplicaId[] {
  return [...board.members()]
    .filter(({ id, removedBy }) => removedBy === undefined && board.personOf(id) === person)
    .map(({ id }) => id)
    .sort();
}
