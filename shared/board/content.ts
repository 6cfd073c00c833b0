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
 * Equal for equal contents, independent of their history. The cost is proportional to the changes since the last call.
 */
export function contentHash(content: BoardContent) {
  const sum = noHash();
  const { name, newcomers, members, elements, tasks, library, parts, lastOutcomes } = content;
  const { columns, labels, templates } = tasks;
  const ofTasks = [tasks.table, tasks.counter, columns.table, labels.table, templates.table];
  const tables = [
    name,
    newcomers,
    members,
    elements.table,
    ...ofTasks,
    library.table,
    parts.table,
    lastOutcomes,
  ];
  for (const table of tables) {
    toggle(sum, table.hash());
  }
  return sum;
}
