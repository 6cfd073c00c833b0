/** All that a board's replicas agree on, kind by kind. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { noHash, toggle } from './bytes/digest.ts';
import type { Outcome } from './commands.ts';
import { Elements } from './elements.ts';
import { Library } from './library/library.ts';
import type { Members } from './member/members-table.ts';
import { membersTable } from './member/rights.ts';
import type { NewcomerRole } from './member/role.ts';
import { Parts } from './parts.ts';
import { Table } from './table.ts';
import { Tasks } from './task/tasks.ts';

/** The outcome of an origin's last command (`docs/protocol.md`, "Exactly once"). */
export interface LastOutcome {
  /** 1 and up. */
  readonly sequence: number;
  readonly outcome: Outcome;
}

export interface BoardContent {
  /** Empty until the board was named. */
  readonly name: Table<'name', string>;
  /** Absent: new devices are editors. */
  readonly newcomers: Table<'role', NewcomerRole>;
  readonly members: Members;
  readonly elements: Elements;
  readonly tasks: Tasks;
  readonly library: Library;
  readonly parts: Parts;
  readonly lastOutcomes: Table<ReplicaId, LastOutcome>;
}

export function emptyContent(): BoardContent {
  return {
    name: new Table({ kind: 'board' }),
    newcomers: new Table({ kind: 'newcomers' }),
    members: membersTable(),
    elements: new Elements(),
    tasks: new Tasks(),
    library: new Library(),
    parts: new Parts(),
    lastOutcomes: new Table({ kind: 'outcome' }),
  };
}

/** An overlay: its cost is proportional to the changes made in it. `content` must not change while it is in use. */
export function forkContent(content: BoardContent): BoardContent {
  return {
    name: content.name.fork(),
    newcomers: content.newcomers.fork(),
    members: content.members.fork(),
    elements: content.elements.fork(),
    tasks: content.tasks.fork(),
    library: content.library.fork(),
    parts: content.parts.fork(),
    lastOutcomes: content.lastOutcomes.fork(),
  };
}

/**
 * Equal for equal contents, independent of their history. The cost is proportional to the changes since the last call,
 * less what {@link hashSome} has hashed.
 */
export function contentHash(content: BoardContent) {
  const sum = noHash();
  for (const table of tablesOf(content)) toggle(sum, table.hash());
  return sum;
}

/** Bytes of items that one call of {@link hashSome} hashes, about. */
const hashedBytes = 32 * 1024;

/** Changed items of a table that are not hashed ahead: a digest that is due takes a few milliseconds for them. */
const notAhead = 256;

/**
 * Does a part of the work of the next {@link contentHash}, within a few milliseconds, if that is much.
 *
 * @returns whether another call has work.
 */
export function hashSome(content: BoardContent): boolean {
  let rest = hashedBytes;
  for (const table of tablesOf(content)) {
    rest = table.hashSome(rest, notAhead);
    if (rest <= 0) return true;
  }
  return false;
}

function tablesOf(content: BoardContent) {
  const { name, newcomers, members, elements, tasks, library, parts, lastOutcomes } = content;
  const { columns, labels, templates } = tasks;
  const ofTasks = [tasks.table, tasks.counter, columns.table, labels.table, templates.table];
  return [name, newcomers, members, elements.table, ...ofTasks, library.table, parts.table, lastOutcomes];
}
