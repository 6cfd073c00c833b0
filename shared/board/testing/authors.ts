/** Members that submit commands to a board, for tests. */

import type { Command } from '#shared/paxos/model/entry.ts';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import type { Board } from '../board.ts';
import { encodeCommand } from '../bytes/codec.ts';
import type { BoardCommandBody, Outcome } from '../commands.ts';

export const anna = replicaId('anna');
export const ben = replicaId('ben');
export const carla = replicaId('carla');

/** When tests happen. */
const at = 1_700_000_000_000;

export function bodyOf(body: BoardCommandBody): Uint8Array {
  return encodeCommand({ ...body, at });
}

/** The next command of `origin` on `board`. */
export function nextCommand(board: Board, origin: ReplicaId, body: Uint8Array): Command {
  return { origin, sequence: (board.lastOutcome(origin)?.sequence ?? 0) + 1, body };
}

export function ask(board: Board, origin: ReplicaId, body: BoardCommandBody): Outcome {
  return board.apply(nextCommand(board, origin, bodyOf(body)));
}
