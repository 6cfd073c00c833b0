/**
 * 27. The devices of a person and their list name each other; a person with a device that is not removed has one of them as
 * the first, and at most eight. A device that introduces itself gets the role that the owners want for newcomers, and
 * nobody else changes that role.
 *
 * Stated here a second time, apart from `shared/board/member`.
 */

import type { BoardCommandBody } from '#shared/board/commands.ts';
import type { BoardView, Member } from '#shared/board/state.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { Violation } from '../violation.ts';

export const personsRule = '27 persons';

const maxDevices = 8;

type Seen = Pick<BoardView, 'member' | 'members' | 'newcomers' | 'role'>;

/** The facts before a command of `by` that the result depends on. */
export interface Before {
  readonly isKnown: boolean;
  readonly isOwner: boolean;
  readonly newcomers: string;
}

export function before(board: Seen, by: ReplicaId): Before {
  const isOwner = board.role(by) === 'owner';
  return { isKnown: board.member(by) !== undefined, isOwner, newcomers: board.newcomers };
}

/** `by` asked for `command`. @throws Violation */
export function assertPersons(board: Seen, by: ReplicaId, command: BoardCommandBody, then: Before): void {
  for (const member of board.members()) assertLinked(board, member);
  const role = board.member(by)?.role;
  if (
    command.type === 'member/introduce' &&
    !then.isKnown &&
    role !== (then.newcomers === 'viewer' ? 'viewer' : undefined)
  )
    throw new Violation(personsRule, `${by} joins as ${role ?? 'editor'}; newcomers are ${then.newcomers}s`);
  if (command.type === 'board/newcomers' && !then.isOwner && board.newcomers !== then.newcomers)
    throw new Violation(personsRule, `${by} makes newcomers ${board.newcomers}s, and is no owner`);
}

function assertLinked(board: Seen, { id, deviceOf, devices = [], removedBy }: Member): void {
  const first = deviceOf === undefined ? undefined : board.member(deviceOf);
  // A person whose devices are all removed has no list of them any more.
  const isOver = removedBy !== undefined && first?.removedBy !== undefined;
  if (deviceOf !== undefined && !isOver) {
    const isListed = first?.devices?.filter((device) => device === id).length === 1;
    if (!isListed || first?.deviceOf !== undefined)
      throw new Violation(personsRule, `${id} is a device of ${deviceOf}, which does not list it once`);
  }
  const stray = devices.find((device) => board.member(device)?.deviceOf !== id);
  if (stray !== undefined) throw new Violation(personsRule, `${id} lists ${stray}, which is not its device`);
  const present = devices.filter((device) => board.member(device)?.removedBy === undefined);
  if (removedBy !== undefined && present.length > 0)
    throw new Violation(personsRule, `${id} is removed, and still the first device of ${present.join()}`);
  if (present.length >= maxDevices)
    throw new Violation(personsRule, `${id} has ${present.length} other devices`);
}
